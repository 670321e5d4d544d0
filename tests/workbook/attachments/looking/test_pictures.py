"""A picture is drawn anew: what it carried besides what is seen stays behind."""

from io import BytesIO

import pytest
from PIL import Image

from tests.builders.uploads import PLANTED, a_picture, a_picture_with_secrets
from workbook.attachments.looking import pictures
from workbook.attachments.looking.kinds import look
from workbook.attachments.rules import FIRST_FRAME, SMALLER

SAMPLES = 52
WORDS = (*PLANTED, "QZMAKER", "QZMODEL")


def remains(content: bytes) -> list[str]:
    """Return what is left of the planted words, in any writing, and of any place or profile."""
    found = [
        word
        for word in WORDS
        for written in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))
        if written in content
    ]
    picture = Image.open(BytesIO(content))
    found += [f"exif {tag}" for tag in picture.getexif()]
    kept = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return found + [key for key in picture.info if key not in kept]


def test_nothing_of_fifty_samples_with_place_author_and_thumbnail_remains() -> None:
    left: list[str] = []
    for number in range(SAMPLES):
        form = ("JPEG", "PNG", "GIF", "WEBP")[number % 4]
        sent = a_picture_with_secrets(form, number=number)
        assert any(word.encode() in sent for word in PLANTED), form
        left += [f"{form} {number}: {one}" for one in remains(look(sent).content)]
    print(f"{SAMPLES} samples with planted place, author and thumbnail: {len(left)} remain")
    assert left == []


def test_a_picture_taken_sideways_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    Image.new("RGB", (60, 20), "red").save(out, "JPEG", exif=exif)
    assert Image.open(BytesIO(look(out.getvalue()).content)).size == (20, 60)


def test_what_is_hidden_behind_a_see_through_part_is_gone() -> None:
    out = BytesIO()
    hidden = Image.new("RGBA", (10, 10), (1, 2, 3, 0))
    hidden.save(out, "PNG")
    kept = Image.open(BytesIO(look(out.getvalue()).content))
    assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_a_moving_picture_keeps_its_first_frame_and_says_so() -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    looked = look(out.getvalue())
    assert looked.notes == (FIRST_FRAME,)
    assert Image.open(BytesIO(looked.content)).convert("RGB").getpixel((4, 4)) == (255, 0, 0)


def test_a_large_picture_is_made_smaller_and_says_so() -> None:
    looked = look(a_picture(size=(5_000, 1_000)))
    assert looked.notes == (SMALLER,)
    assert max(Image.open(BytesIO(looked.content)).size) <= pictures.LONGEST_SIDE


def test_a_drawing_too_large_to_keep_sharp_is_kept_as_a_photo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 10)
    assert look(a_picture("PNG")).kind == "jpg"
