"""Files as people send them: good ones, ones with secrets planted in them, and bad ones."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final

import docx
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

PLANTED: Final = ("QZPLACE", "QZAUTHOR", "QZTHUMB")
TYPES: Final = "[Content_Types].xml"
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
TIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAINS: Final = {
    "docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml"),
}
Parts = dict[str, bytes | str]


def a_picture(form: str = "JPEG", *, size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    """Return a small picture of a line across a field."""
    picture = Image.new("RGB", size, "teal")
    ImageDraw.Draw(picture).line((0, 0, *size), fill="white", width=3)
    out = BytesIO()
    picture.convert(mode).save(out, form)
    return out.getvalue()


def a_picture_with_secrets(form: str, *, number: int = 0) -> bytes:
    """Return a picture that says where it was taken, by whom, and carries a thumbnail."""
    place, author, thumb = (f"{word}{number}" for word in PLANTED)
    picture = Image.new("RGB", (80 + number, 60), (number, 90, 120))
    exif = Image.Exif()
    exif[0x010E] = f"{place} kitchen, 1 Nowhere Row"
    exif[0x013B] = author
    exif[0x8298] = author
    exif[0x010F], exif[0x0110] = "QZMAKER", "QZMODEL"
    exif[0x9C9D] = author.encode("utf-16-le")
    exif.get_ifd(0x8825).update(
        {1: "N", 2: tuple(IFDRational(n) for n in (51, 30, 1)), 3: "W",
         4: tuple(IFDRational(n) for n in (0, 7, number + 1)), 27: place.encode()}
    )  # fmt: skip
    exif.get_ifd(0x8769)[0x9286] = f"{thumb} comment".encode()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{place} {author} {thumb}</x:xmpmeta>".encode()
    out = BytesIO()
    if form == "PNG":
        info = PngInfo()
        info.add_text("Author", author)
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        info.add_text("Thumb", thumb, zip=True)
        picture.save(out, form, pnginfo=info, exif=exif)
    elif form == "GIF":
        picture.save(out, form, comment=f"{place} {author} {thumb}".encode())
    elif form == "WEBP":
        picture.save(out, form, exif=exif, xmp=xmp)
    else:
        picture.save(out, form, exif=exif, comment=f"{thumb} {author}".encode(), xmp=xmp)
    return out.getvalue() + f" after the end {place} {author} {thumb}".encode()


def a_pdf(objects: bytes = b"", *, trailer: bytes = b"", packed: bytes | None = None) -> bytes:
    """Return a PDF of one empty page, with more objects in the open or packed in a stream."""
    body = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    body += b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    body += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n" + objects
    if packed is not None:
        stream = zlib.compress(packed)
        body += b"7 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(stream)
        body += b"stream\r\n" + stream + b"\nendstream endobj\n"
    tail = b"trailer<</Root 1 0 R/Size 9" + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + tail


def a_word_file(words: str = "A plain report.") -> bytes:
    """Return a Word file as a library makes it."""
    document = docx.Document()
    document.add_paragraph(words)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def an_office_file(
    kind: str = "docx",
    *,
    main: str | None = None,
    parts: Parts | None = None,
    types: dict[str, str] | None = None,
) -> bytes:
    """Return an office file with these parts more; `types` says what kind each ending is."""
    name, usual = MAINS[kind]
    endings = {"rels": "application/vnd.openxmlformats-package.relationships+xml",
               "xml": "application/xml", **(types or {})}  # fmt: skip
    defaults = "".join(
        f'<Default Extension="{end}" ContentType="{of}"/>' for end, of in endings.items()
    )
    whole: Parts = {
        TYPES: '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types">{defaults}<Override PartName="/{name}" ContentType="{main or usual}"/>'
        "</Types>",
        "_rels/.rels": ties((f"{TIES}officeDocument", name, False)),
        name: '<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body/></w:document>',
        **(parts or {}),
    }
    return zipped(whole)


def zipped(parts: Parts, *, comment: bytes = b"") -> bytes:
    """Return a packed folder of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.comment = comment
        for name, content in parts.items():
            folder.writestr(name, content)
    return out.getvalue()


def ties(*of: tuple[str, str, bool]) -> str:
    """Return a list of ties: type, target, whether it leads out of the file."""
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if outside else ''}/>"
        for n, (kind, target, outside) in enumerate(of)
    )
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{lines}</Relationships>'
    )


def a_huge_png() -> bytes:
    """Return a PNG of a few bytes that says that it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack("!I", len(content)) + kind + content + struct.pack("!I", check)

    head = chunk(b"IHDR", struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )
