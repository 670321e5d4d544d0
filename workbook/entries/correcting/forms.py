"""The form that corrects an entry, and what it says of the version it takes the place of."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from modules.catalogue import Catalogue
from modules.errors import UnknownDefinitionError
from workbook.entries import forms as record_forms
from workbook.entries.carrying import OldParts
from workbook.entries.forms import Filled
from workbook.entries.glance import Known
from workbook.entries.ground import Ground
from workbook.entries.record_page import RecordPage
from workbook.entries.rules import SavedEntry
from workbook.families.rules import FamilyFile
from workbook.web.filters import join_names, short_day
from workbook.web.forms import Form, Problem

MOST_REASON: Final = 2_000
HEADING: Final = "Correct an entry"
SOMEONE: Final = "someone"
OPENS: Final = (
    "More people could read it than now. Keep the mark that it has, and ask for it to be opened"
)


class Theirs(msgspec.Struct, frozen=True, kw_only=True):
    """What took the place of the version in the meantime. No address: it is kept to others."""

    href: str = ""
    who: str = ""
    discipline: str = ""
    note: str = ""
    withdrawn: str = ""


class CorrectPage(RecordPage, frozen=True, kw_only=True):
    """The form that records an entry, with a reason, and what is kept beside it."""

    reason: str
    kept: tuple[str, ...]
    theirs: Theirs | None
    cancel_href: str
    ask_href: str


class Correcting(msgspec.Struct, frozen=True, kw_only=True):
    """The version that is corrected, and what its form cannot hold."""

    version: SavedEntry
    carried: OldParts
    reason: str = ""
    theirs: Theirs | None = None


def correct_page(
    ground: Ground, filled: Filled, known: Known, correcting: Correcting
) -> CorrectPage:
    """Return the form as it stands, its own problems and the reason’s together."""
    page = record_forms.record_page(ground, filled, known)
    address = f"/families/{ground.family.id}/entries/{correcting.version.id}"
    mine = tuple(one for one in filled.problems if one.field == "reason")
    others = tuple(one for one in page.problems if one.message not in {m.message for m in mine})
    values = msgspec.structs.asdict(page) | {
        "heading": HEADING,
        "action": f"{address}/correct",
        "problems": (*mine, *others),
    }
    return CorrectPage(
        **values,
        reason=correcting.reason,
        kept=tuple(kept_lines(correcting.carried, ground.family, ground.catalogue)),
        theirs=correcting.theirs,
        cancel_href=address,
        ask_href=f"/families/{ground.family.id}/marks/{correcting.version.id}/loosen"
        if any(one.message == OPENS for one in page.problems)
        else "",
    )


def without_reason(form: Form) -> Form:
    """Return the form as the one that records an entry knows it."""
    return Form(
        {name: values for name, values in form.whole.items() if name != "reason"}, form.problems
    )


def read_reason(form: Form) -> str:
    """Read why the entry is corrected."""
    return form.text("reason", MOST_REASON, required="Say what was wrong, in a sentence")


def kept_lines(carried: OldParts, family: FamilyFile, catalogue: Catalogue) -> Iterable[str]:
    """Yield what is carried over as it is, a line each."""
    names = family.names
    for one in carried.contributions:
        about = join_names((names.get(each, SOMEONE) for each in one.subject_ids), "with")
        title = section_title(catalogue, one.module_key, one.section_key, one.module_version)
        yield f"{title}: {about}" if about else title
    for voice in carried.voices:
        yield f"What {names.get(voice.person_id, SOMEONE)} said"
    for ruler in carried.rulers:
        yield f"{names.get(ruler.adult_id, SOMEONE)}’s rulers"
    for score in carried.scores:
        yield f"{score.instrument} {score.total}"
    for action in carried.actions:
        yield f"Action: {action.text}, by {short_day(action.due_on)}"


def section_title(catalogue: Catalogue, module: str, section: str, version: int) -> str:
    """Return the titles of a section as its worker saw them."""
    try:
        found = catalogue[module, version]
        return f"{found.title}, {catalogue.section(module, section, version=version).title}"
    except UnknownDefinitionError:
        return f"{module.replace('_', ' ').capitalize()}, {section.replace('_', ' ')}"


def theirs_of(newest: SavedEntry | None, *, names: Mapping[str, str]) -> Theirs:
    """Say what took the place of a version, to whoever may read it."""
    if newest is None:
        return Theirs()
    return Theirs(
        href=f"/families/{newest.family_id}/entries/{newest.id}",
        who=names.get(newest.recorded_by, "A colleague"),
        discipline=newest.discipline,
        note=newest.note,
        withdrawn=newest.reason if newest.withdraws else "",
    )


def problems_of(form: Form, reading: Form) -> tuple[Problem, ...]:
    """Return everything wrong with the form, each thing once."""
    return tuple(dict.fromkeys((*form.problems, *reading.problems)))
