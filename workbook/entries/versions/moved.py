"""What stands where an entry was that belongs to another family, and what it says where it is."""

import msgspec
from litestar import Response

from workbook.entries.rules import Moved
from workbook.families.rules import FamilyFile
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.web.filters import day


class MovedPage(msgspec.Struct, frozen=True, kw_only=True):
    """What stands where an entry was that belongs to another family. It tells nothing else."""

    heading: str
    back: str
    back_href: str
    words: str


def reads_moved(desk: Desk) -> bool:
    """Tell whether this worker reads what was moved, for somebody who asks for their record."""
    return may(desk.actor, May.RELEASE)


def moved_page(desk: Desk, family: FamilyFile, left: Moved) -> Response[str]:
    """Give back what stands in the place of an entry that belongs to another family."""
    page = MovedPage(
        heading="An entry was here",
        back=family.name,
        back_href=f"/families/{family.id}",
        words=f"An entry was here that belongs to another family. It was moved on {day(left.at)}.",
    )
    desk.note_reading("entry_opened", family_id=family.id, object_id=left.entry_id)
    return desk.page("workbook/entries/moved.html", page, title=page.heading)


def moved_words(moved: list[Moved]) -> str:
    """Say of an entry that it came from another family, or, to whoever still reads it, left."""
    if not moved:
        return ""
    if moved[0].kind == "came":
        return (
            "It was first recorded in another family by mistake, and moved here on"
            f" {day(moved[0].at)}. Who is not in this family was left out: correct it to add them."
        )
    return f"It belongs to another family, was moved there on {day(moved[0].at)} and is shut here."
