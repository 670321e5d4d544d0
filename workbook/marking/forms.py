"""The control that keeps something closer, beside whatever can be kept."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from workbook.marking.rules import Kept, tighter, words_of
from workbook.wall.marks import LABELS, POLICE_RESTRICTED, READERS
from workbook.web.forms import Form
from workbook.web.parts import Chip, Closer, MarkChoice

NAME_SOMEBODY: Final = "Choose who else may read it"


def named_chips(colleagues: Mapping[str, str], chosen: Collection[str]) -> tuple[Chip, ...]:
    """Return the workers who can be named as those who alone may read something."""
    return tuple(
        Chip(value=one, text=name, checked=one in chosen) for one, name in colleagues.items()
    )


def read_named(
    form: Form, mark: str, colleagues: Mapping[str, str], *, worker_id: str
) -> tuple[str, ...]:
    """Read who is named, whoever writes among them; nobody under a mark that names no workers.

    Somebody else has to be: what one person alone knows is lost when they leave.
    """
    named = form.choices("named", colleagues)
    if mark != POLICE_RESTRICTED:
        return ()
    if not named:
        form.refuse("named", NAME_SOMEBODY)
    return (*named, worker_id)


def closer(
    *object_ids: str,
    present: Iterable[Kept],
    family_id: str,
    about: str,
    discipline: str,
    author: str = "",
    asks: bool = True,
    says_readers: bool = False,
) -> Closer:
    """Return the control for one row, or for several that are said together.

    It is as a worker of this `discipline` is shown it; `author` is the discipline that wrote it.
    `about` says to a screen reader what it keeps. `asks`: where it is kept already, it also leads
    to asking for it to be opened.
    """
    standing = tuple(present)
    address = f"/families/{family_id}/marks"
    is_kept = any(not one.is_open for one in standing)
    return Closer(
        object_ids=object_ids,
        about=about,
        marks=tuple(
            MarkChoice(one.mark, LABELS[one.mark], READERS[one.mark] if says_readers else "")
            for one in tighter(standing, discipline=discipline, author=author)
            if not one.is_open
        ),
        action=address,
        ask_href=f"{address}/{object_ids[0]}/loosen" if asks and is_kept else "",
    )


def chips(present: Iterable[Kept], names: Mapping[str, str]) -> tuple[str, ...]:
    """Say each mark that counts now, whoever set it; nothing where everybody may read it."""
    return tuple(words for one in present if (words := words_of(one, names)))
