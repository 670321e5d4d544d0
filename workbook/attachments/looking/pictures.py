"""Pictures are drawn anew: what was not drawn (place, camera, author, thumbnail) stays behind."""

import struct
import threading
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from workbook.attachments.looking.refusing import LARGEST, Looked, RefusedFileError
from workbook.attachments.rules import FIRST_FRAME, SMALLER

MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 4_096  # pixels: a page of handwriting is still read with ease
QUALITY: Final = 90
FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")
# What is drawn in few colours (a scan, a screenshot) stays sharp; a photo is a photo.
KEPT_SHARP: Final = frozenset({"PNG", "GIF"})
BROKEN: Final = "This picture is broken and cannot be opened. Open it, save it again, then add that"
TOO_MANY: Final = "This picture has too many pixels. Make it smaller, then add it"
# What Pillow is known to raise over hostile bytes. A bug of ours raises something else.
UNREADABLE: Final = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError,
    ZeroDivisionError, AttributeError, struct.error,
)  # fmt: skip
# One at a time: a picture unpacked weighs a hundred times what was sent.
TURN: Final = threading.Lock()


def drawn_anew(content: bytes) -> Looked:
    """Return the picture as it is seen, upright, on a canvas of our own.

    Colours are as in the file, without its profile; what was see-through is on white.

    Raises:
        RefusedFileError: it is no picture that can be opened, or has too many pixels.
    """
    try:
        with TURN, Image.open(BytesIO(content), formats=FORMATS) as picture:
            return _drawn(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedFileError(TOO_MANY) from error
    except UNREADABLE as error:
        raise RefusedFileError(BROKEN) from error


def _drawn(picture: Image.Image) -> Looked:
    if picture.width * picture.height > MOST_PIXELS:
        raise RefusedFileError(TOO_MANY)
    found, notes = str(picture.format), []
    if getattr(picture, "is_animated", False) and found != "MPO":
        notes.append(FIRST_FRAME)
    picture.seek(0)
    was = picture.size
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    canvas = _on_white(ImageOps.exif_transpose(picture))
    if max(was) > LONGEST_SIDE:
        canvas.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        notes.append(SMALLER)
    if found in KEPT_SHARP:
        sharp = _written(canvas, "PNG")
        if len(sharp) <= LARGEST:
            return Looked(kind="png", content=sharp, notes=tuple(notes))
    return Looked(kind="jpg", content=_written(canvas, "JPEG"), notes=tuple(notes))


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a new canvas with the picture on it, and nothing else that the picture carried."""
    canvas = Image.new("RGB", picture.size, "white")
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        canvas.paste(layer, mask=layer.getchannel("A"))
    else:
        canvas.paste(picture.convert("RGB"))
    return canvas


def _written(canvas: Image.Image, form: str) -> bytes:
    out = BytesIO()
    canvas.save(out, form, quality=QUALITY)
    return out.getvalue()
