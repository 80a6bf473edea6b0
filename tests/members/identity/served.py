"""A small web server in a thread, and keys with certificates."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

Fields = dict[str, str]
Answer = tuple[int, dict[str, str], bytes]
Page = Callable[[Fields, BaseHTTPRequestHandler], Answer]


class Served:
    """`pages` answer by path; whatever was asked stands in `asked`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.pages: dict[str, Page] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.serve(self, urlsplit(self.path).query)

            def do_POST(self) -> None:
                outer.serve(self, self.rfile.read(int(self.headers["Content-Length"])).decode())

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def serve(self, handler: BaseHTTPRequestHandler, given: str) -> None:
        path = urlsplit(handler.path).path
        self.asked.append(path)
        fields = {name: values[0] for name, values in parse_qs(given, keep_blank_values=True).items()}
        page = self.pages.get(path)
        missing = 204 if path == "/favicon.ico" else 404
        status, headers, body = page(fields, handler) if page else (missing, {}, b"")
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@lru_cache(maxsize=4)
def key_of(name: str) -> rsa.RSAPrivateKey:
    """Always the same within one run: making them takes time."""
    return rsa.generate_private_key(65537, 2048)


def pem_of(name: str) -> bytes:
    plain = serialization.NoEncryption()
    return key_of(name).private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


@lru_cache(maxsize=8)
def certificate_of(name: str, *, days: int = 30) -> str:
    """Self-signed, as districts' are; in base64 without the lines around it."""
    subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key_of(name).public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=60)).not_valid_after(now + timedelta(days=days))
        .sign(key_of(name), hashes.SHA256())
    )  # fmt: skip
    lines = made.public_bytes(serialization.Encoding.PEM).decode().splitlines()
    return "".join(lines[1:-1])
