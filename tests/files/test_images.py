from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms, ImageOps

from community.files import images
from community.files.findings import Refused
from community.files.inspect import inspect
from tests.files import samples


def kept(content: bytes) -> tuple[Image.Image, Image.Image]:
    """The picture and its thumbnail, as anybody would open them."""
    _, (picture, thumb) = images.examine(content)
    return Image.open(io.BytesIO(picture)), Image.open(io.BytesIO(thumb))


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        images.examine(content)
    return str(caught.value)


def test_a_photo_is_turned_upright_and_keeps_nothing_but_its_pixels() -> None:
    given = samples.photo_with_place()
    assert all(secret in given for secret in (b"Ada", b"secret", b"xmpmeta", b"script"))
    found = inspect("Photo.jpg", io.BytesIO(given))
    assert (found.kind, found.media_type, found.width, found.height) == ("image", "image/jpeg", 60, 80)
    for content in (found.content, found.thumb or b""):
        assert not any(secret in content for secret in (b"Ada", b"secret", b"xmpmeta", b"script", b"Exif"))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_form_of_picture_stays_what_it_was_and_gets_a_small_one(form: str) -> None:
    picture, thumb = kept(samples.image(form, (1000, 500)))
    assert (picture.format, picture.size) == (form, (1000, 500))
    assert (thumb.format, thumb.size) == ("WEBP", (480, 240))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_depth_are_kept(mode: str) -> None:
    picture, thumb = kept(samples.image("PNG", mode=mode))
    assert picture.mode == mode
    assert thumb.size == (60, 40)


def test_a_print_shop_photo_becomes_one_for_screens() -> None:
    assert kept(samples.image("JPEG", mode="CMYK"))[0].mode == "RGB"


def test_colours_are_brought_over_before_their_profile_is_dropped() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture, _ = kept(samples.image("PNG", icc_profile=profile))
    assert "icc_profile" not in picture.info


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_broken_or_unfit_profile_does_not_spoil_the_picture(mode: str) -> None:
    picture, _ = kept(samples.image("PNG", mode=mode, icc_profile=b"no profile at all"))
    assert picture.size == (60, 40)


def test_broken_notes_do_not_spoil_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageOps, "exif_transpose", lambda picture: 1 / 0)
    assert kept(samples.image("JPEG"))[0].size == (60, 40)


def test_transparency_survives() -> None:
    see_through = samples.image("GIF", mode="P", transparency=7)
    assert kept(see_through)[0].has_transparency_data
    assert kept(see_through)[1].mode == "RGBA"


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_moving_pictures_keep_moving_at_their_pace(form: str) -> None:
    picture, _ = kept(samples.moving(form, 4))
    times = []
    for index in range(4):
        picture.seek(index)
        picture.load()
        times.append(picture.info["duration"])
    assert (picture.n_frames, times) == (4, [100, 150, 200, 100])  # type: ignore[attr-defined]


def test_moving_pictures_with_holes_keep_them() -> None:
    frames = [Image.new("RGBA", (20, 20), (200, 10, index * 40, index * 60 % 256)) for index in range(3)]
    given = samples.saved(frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2)
    assert kept(given)[0].has_transparency_data


def test_more_than_300_frames_are_too_many() -> None:
    assert kept(samples.moving("GIF", 300, (8, 8)))[0].n_frames == 300  # type: ignore[attr-defined]
    assert kept(samples.moving("GIF", 301, (8, 8)))[0].n_frames == 1  # type: ignore[attr-defined]


def test_a_moving_picture_that_takes_too_long_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOVING_SECONDS", -1.0)
    assert kept(samples.moving("WEBP", 4))[0].n_frames == 1  # type: ignore[attr-defined]


def test_fifty_million_dots_are_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 2400)
    assert kept(samples.image(size=(60, 40)))[0].size == (60, 40)
    assert refusal(samples.image(size=(60, 41))) == images.TOO_WIDE


def test_a_picture_beyond_all_measure_is_refused_before_it_is_read() -> None:
    huge = bytearray(samples.image("GIF"))
    huge[6:10] = b"\xff\xff\xff\xff"
    assert refusal(bytes(huge)) == images.TOO_WIDE


def test_fifteen_megabytes_are_the_limit() -> None:
    content = samples.image("JPEG")
    padded = content + bytes(images.MAX_BYTES - len(content))
    assert kept(padded)[0].size == (60, 40)
    assert refusal(padded + b"\0") == images.TOO_HEAVY


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_damaged_pictures_are_refused(form: str) -> None:
    content = samples.image(form, (300, 300))
    assert refusal(content[: len(content) // 2]) == images.DAMAGED


def test_a_png_whose_checksum_is_wrong_is_refused() -> None:
    content = bytearray(samples.image("PNG"))
    content[content.index(b"IDAT") + 8] ^= 1
    assert refusal(bytes(content)) == images.DAMAGED


@pytest.mark.parametrize("form", ["BMP", "TIFF", "ICO", "EPS"])
def test_other_forms_are_not_opened_whatever_they_are_called(form: str) -> None:
    assert refusal(samples.image(form)) == images.DAMAGED
