"""Pictures: opened by Pillow, turned upright, written anew without anything but their pixels.

Runs apart (see apart.py). Writing anew is what drops the place a photo was taken, comments, and whatever was
hidden behind the picture's end.
"""

from __future__ import annotations

import io
import time
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageCms, ImageOps, ImageSequence

from community.files.apart import Answer
from community.files.findings import Refused

MAX_BYTES = 15 * 2**20
MAX_PIXELS = 50_000_000
MAX_FRAMES = 300
MAX_MOVING_PIXELS = 20_000_000  # over all frames: about two seconds of writing
MOVING_SECONDS = 2.5  # then the first frame has to do
THUMB_SIDE = 480

# Only these decoders exist for us: Pillow would hand EPS to Ghostscript, and knows forty more.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif"}

DAMAGED = (
    "This picture cannot be opened: it is damaged, or not really a JPG, PNG, WEBP or GIF. "
    "Open it on your computer, save it as JPG or PNG and try again."
)
TOO_HEAVY = "Pictures can be up to 15 MB. Save this one smaller and try again."
TOO_WIDE = "This picture has more than 50 million dots. Save it smaller and try again."


class TooSlow(Exception):
    """Writing the moving picture takes longer than it is worth."""


def examine(content: bytes) -> Answer:
    """Facts: format, media type, width, height. Bytes: the picture and its thumbnail."""
    if len(content) > MAX_BYTES:
        raise Refused(TOO_HEAVY)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd notes in a photo are none of our business: they are dropped
            return rewritten(opened(content))
    except Image.DecompressionBombError as error:
        raise Refused(TOO_WIDE) from error
    except Refused:
        raise
    except Exception as error:  # Pillow's decoders fail on broken input in every way there is
        raise Refused(DAMAGED) from error


def opened(content: bytes) -> Image.Image:
    """Only the header is read here, so that a picture of 900 million dots costs nothing."""
    Image.open(io.BytesIO(content), formats=FORMATS).verify()  # checksums, which decoding alone would forgive
    picture = Image.open(io.BytesIO(content), formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused(TOO_WIDE)
    return picture


def rewritten(picture: Image.Image) -> Answer:
    form = "JPEG" if picture.format == "MPO" else str(picture.format)  # phones pack a preview behind the photo
    moving = moving_picture(picture, form) if form in ("GIF", "WEBP") else None
    picture.seek(0)
    still = upright(picture)
    facts = {
        "ending": ENDINGS[form],
        "media_type": f"image/{form.lower()}",
        "width": still.width,
        "height": still.height,
    }
    return facts, [moving or written(still, form), thumbnail(still)]


def upright(picture: Image.Image) -> Image.Image:
    """The pixels as they are meant to be seen, in the colours every screen understands, and no notes."""
    picture.load()
    profile = picture.info.get("icc_profile")
    turned = turned_upright(picture)
    coloured = in_srgb(turned, profile) if profile else turned
    if coloured.mode == "CMYK":
        coloured = coloured.convert("RGB")
    transparency = coloured.info.get("transparency")
    coloured.info = {} if transparency is None else {"transparency": transparency}
    return coloured


def turned_upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # notes too broken to read say nothing about which way is up
        return picture


def in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Without this, photos of recent phones turn pale once their profile is dropped."""
    if picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        mode = "RGB" if picture.mode == "CMYK" else picture.mode
        return ImageCms.profileToProfile(picture, source, target, outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture


def written(picture: Image.Image, form: str) -> bytes:
    large = picture.width * picture.height > 8_000_000
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 88},
        "PNG": {"compress_level": 1 if large else 6},
        "WEBP": {"quality": 88, "method": 0 if large else 4},
        "GIF": {},
    }
    target = io.BytesIO()
    picture.save(target, format=form, **options[form])
    return target.getvalue()


def thumbnail(picture: Image.Image) -> bytes:
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256, "L")  # 16 bits a dot
    share = min(1.0, THUMB_SIDE / max(picture.size))
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    if picture.mode not in ("L", "RGB", "RGBA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    target = io.BytesIO()
    small.save(target, format="WEBP", quality=80)
    return target.getvalue()


def moving_picture(picture: Image.Image, form: str) -> bytes | None:
    """All frames written anew, or nothing when there is one, or too many to be worth it."""
    most = min(MAX_FRAMES, MAX_MOVING_PIXELS // (picture.width * picture.height))
    if not 1 < frames_up_to(most, picture) <= most:
        return None
    options: dict[str, Any] = {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    target = io.BytesIO()
    try:
        frames = bare_frames(picture, time.monotonic() + MOVING_SECONDS)
        first = next(frames)
        if form == "GIF" and first.has_transparency_data:
            options["disposal"] = 2  # each frame starts on an empty ground
        if form == "WEBP":  # which takes one list of times, where GIF asks each frame
            rest = list(frames)
            options["duration"] = [frame.info.get("duration", 100) for frame in (first, *rest)]
            frames = iter(rest)
        first.save(target, format=form, save_all=True, append_images=frames, **options)
    except TooSlow:
        return None
    return target.getvalue()


def frames_up_to(most: int, picture: Image.Image) -> int:
    """At most one more than we would keep: counting all frames of a hostile GIF takes minutes."""
    try:
        picture.seek(most)
    except EOFError:
        return int(getattr(picture, "n_frames", 1))
    finally:
        picture.seek(0)
    return most + 1


def bare_frames(picture: Image.Image, until: float) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(picture):
        if time.monotonic() > until:
            raise TooSlow
        bare = frame.copy()
        kept = {"transparency": frame.info.get("transparency"), "duration": frame.info.get("duration")}
        bare.info = {key: value for key, value in kept.items() if value is not None}
        yield bare
