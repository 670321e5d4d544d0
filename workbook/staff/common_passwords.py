"""Passwords that are long enough and yet the first that anybody would try.

No list of leaked passwords is shipped: nearly all of those are shorter than what we ask for. What
is left of them is made of few parts: one word or row of keys said again and again, counted on, or
with a year behind it. So the forms are recognised, not the passwords listed.
"""

import re
from typing import Final

# The parts that such passwords are put together from.
WRITTEN = """
abc abcd abcde admin administrator alpha and angel apple arsenal asd asdf asdfg asdfgh asdfghjkl
at august autumn azerty baby banana baseball batman battery be blink bluebird britain bubbles
buster butterfly car care cat change changeme charlie chelsea chocolate christmas computer
cookie correct council dad daisy daniel december default diamond dog donald dragon eleven
england everton family february flower football for forever freedom friend friends from george
ginger go god green guest hannah happy harry hello horse hunter i iloveyou in is it january
jennifer jessica jesus jordan july june killer king letmein liverpool login london love lovely
loveyou lucky manchester march master me michael mickey million monday monkey mother mum music
my mypassword naruto no nothing november october of on one online open orange our p pass
passphrase passw passwd password password1 phoenix please pokemon princess purple qazwsx qazxsw
qwe qwert qwerty qwertyuiop qwertz rainbow red robert root safe safeguard safeguarding saturday
secret secure security september service shadow silver snoopy soccer social sophie spring staff
staple star starwars summer sunday sunshine super superman superstar sweet system team temp
temporary test tester testing thankyou the this thomas tinkerbell to today tottenham
trustno tuesday two united user victoria we wednesday welcome whatever white william winter
wizard work workbook worker world yellow you your zaq zxc zxcv zxcvbn zxcvbnm
"""
WORDS: Final = frozenset(WRITTEN.split())
# Figures and signs that stand for letters, as everybody writes them: within a word.
INSTEAD: Final = str.maketrans("013457@$!|", "oieastasii")
WITHIN_A_WORD: Final = re.compile(r"(?<=[a-z])[013457@$!|]+(?=[a-z])")
ROWS: Final = (
    "01234567890123456789", "09876543210987654321", "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm", "zaq1xsw2cde3vfr4bgt5nhy6",
)  # fmt: skip
# Fewer different characters than this in fifteen are a pattern.
FEWEST_CHARACTERS = 6
FEWEST_WORDS = 4
LONGEST_REPEAT = 9
LEAST_OF_ROW = 4


def is_common(password: str) -> bool:
    """Tell whether a password is one of the forms that are tried first.

    Four different words that stand in no row and repeat nothing are never refused.
    """
    lower = password.casefold()
    spelt_out = WITHIN_A_WORD.sub(lambda found: found[0].translate(INSTEAD), lower)
    return any(_is_pattern(re.sub(r"[^\w]|_", "", form)) for form in (lower, spelt_out))


def _is_pattern(plain: str) -> bool:
    return (
        len(set(plain)) < FEWEST_CHARACTERS
        or _repeats(plain)
        or _is_put_together(_without_rows(plain))
    )


def _repeats(plain: str) -> bool:
    """Tell whether it is one part again and again, such as a word said three times."""
    return any(
        plain == (plain[:length] * (len(plain) // length + 1))[: len(plain)]
        for length in range(1, min(LONGEST_REPEAT, len(plain) // 2) + 1)
    )


def _without_rows(plain: str) -> str:
    """Take out every stretch of keys that lie beside each other, or of the alphabet."""
    kept, place = "", 0
    while place < len(plain):
        length = max(
            (n for n in range(LEAST_OF_ROW, 27) if _is_row(plain[place : place + n], n)), default=0
        )
        kept += "" if length else plain[place]
        place += length or 1
    return kept


def _is_row(part: str, length: int) -> bool:
    return len(part) == length and any(part in row for row in ROWS)


def _is_put_together(plain: str) -> bool:
    """Tell whether nothing is left but a few of the known words, with figures between them."""
    parts = [part for part in re.split(r"\d+", plain) if part]
    used: set[str] = set()
    for part in parts:
        found = _known_words(part)
        if found is None:
            return False
        used |= found
    return len(used) < FEWEST_WORDS or {"correct", "horse", "battery", "staple"} <= used


def _known_words(part: str) -> set[str] | None:
    """Return the fewest known words that make up this part; None when something is left over."""
    best: list[set[str] | None] = [set()] + [None] * len(part)
    for end in range(1, len(part) + 1):
        for start in range(end):
            before, word = best[start], part[start:end]
            if before is None or word not in WORDS:
                continue
            found = before | {word}
            current = best[end]
            if current is None or len(found) < len(current):
                best[end] = found
    return best[len(part)]
