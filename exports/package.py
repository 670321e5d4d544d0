"""Open and write the zip that a Word file is, so that equal parts give equal bytes."""

import io
import zipfile

# The first moment a zip can tell. Any fixed one does: a real time would make equal files differ.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"


def read_parts(docx: bytes) -> dict[str, bytes]:
    """Return every part of a Word file by its name in the zip, in the zip's order."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_parts(parts: dict[str, bytes]) -> bytes:
    """Pack parts with fixed dates and order; the content types first, as readers expect."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name in sorted(parts, key=lambda part: (part != _CONTENT_TYPES, part)):
            entry = zipfile.ZipInfo(name, date_time=_NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every operating system
            package.writestr(entry, parts[name])
    return out.getvalue()
