"""The page that asks who else may read what is kept to named workers."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from workbook.families.rules import FamilyFile, danger
from workbook.marking.forms import named_chips
from workbook.tightening.rules import KINDS, Found
from workbook.wall.marks import POLICE_RESTRICTED, READERS
from workbook.web.forms import Problem
from workbook.web.parts import Chip


class NamesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page that asks for names. Without `named` there is nobody who could be."""

    heading: str
    back_href: str
    danger: tuple[str, str]
    about: str
    readers: str
    action: str
    object_ids: tuple[str, ...]
    mark: str
    named: tuple[Chip, ...]
    problem: str
    problems: tuple[Problem, ...]


def names_page(
    whole: Sequence[Found],
    family: FamilyFile,
    *,
    colleagues: Mapping[str, str],
    back_href: str,
    problems: tuple[Problem, ...],
    today: date,
) -> NamesPage:
    """Return the page for what was chosen to be kept closer."""
    return NamesPage(
        heading="Who else may read it?",
        back_href=back_href,
        danger=danger(family, today),
        about=f"Police or MARAC: {KINDS[whole[0].kind]}",
        readers=READERS[POLICE_RESTRICTED],
        action=f"/families/{family.id}/marks",
        object_ids=tuple(one.id for one in whole),
        mark=POLICE_RESTRICTED,
        named=named_chips(colleagues, ()),
        problem=next((one.message for one in problems if one.field == "named"), ""),
        problems=problems,
    )
