"""Looking into what may be plain text. An e-mail is text too, without what is attached to it."""

import re
from typing import Final

from workbook.attachments.looking.refusing import MEGA, Looked, RefusedFileError

MOST_TEXT: Final = 2 * MEGA
NOT_KNOWN: Final = (
    "This kind of file is not taken. Choose a photo (JPEG, PNG, GIF or WebP), a PDF, a Word,"
    " Excel or PowerPoint file, or plain text saved as UTF-8"
)
TOO_LONG: Final = f"This text is longer than {MOST_TEXT // MEGA} MB. Add it in parts"
NO_PLAIN_TEXT: Final = (
    "This is a web page, a picture or a program written as text. Print it to PDF, then add that"
)
WITH_FILES: Final = (
    "This e-mail has files in it. Print it to PDF or save it as text, and add its files one by one"
)
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
RUNS: Final = re.compile(
    r"\s*(<!doctype|<html|<svg|<\?|<script|<!--|<head|<body|<iframe|\{\\rtf|#!|@echo|%!ps|\[internetshortcut"
    r"|mime-version:.*<html|content-type:\s*text/html)",
    re.IGNORECASE,
)
MAIL: Final = re.compile(
    r"(from|to|subject|date|received|return-path|delivered-to|message-id|mime-version|x-[\w-]+)"
    r":\s",
    re.IGNORECASE,
)
CARRIES: Final = re.compile(
    r"^content-(transfer-encoding:\s*base64|disposition:\s*attachment)|^begin \d{3} ",
    re.IGNORECASE | re.MULTILINE,
)


def look_into(content: bytes) -> Looked:
    """Return plain text as it is, without a mark of its byte order.

    Raises:
        RefusedFileError: it is not text, not plain, too long, or an e-mail with files in it.
    """
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedFileError(NOT_KNOWN) from error
    if CONTROL.search(words):
        raise RefusedFileError(NOT_KNOWN)
    if len(content) > MOST_TEXT:
        raise RefusedFileError(TOO_LONG)
    if RUNS.match(words):
        raise RefusedFileError(NO_PLAIN_TEXT)
    if MAIL.match(words) and CARRIES.search(words):
        raise RefusedFileError(WITH_FILES)
    return Looked(kind="txt", content=words.encode())
