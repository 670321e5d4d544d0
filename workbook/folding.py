"""Names brought to one form, so that two spellings of one can be compared."""

import re
import unicodedata
from typing import Final

# Apostrophes as keyboards, phones and Word write them; letters whose stroke is no accent.
SILENT: Final = str.maketrans("", "", "'’‘\u02bc`\u00b4")
STROKES: Final = str.maketrans("\u0142\u00f8\u0111\u0131", "lodi")


def fold(text: str) -> str:
    """Return a text as it is compared: without case, accents, apostrophes or joining marks.

    "O’Brien-Łuczak", "obrien luczak" and "OBRIEN LUCZAK" are the same. A letter with a stroke
    has no accent to take off, so the few that names hold are written out.
    """
    plain = unicodedata.normalize("NFKD", text.translate(SILENT)).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", bare.translate(STROKES)))
