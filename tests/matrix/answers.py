"""What a worker with the right role and a route to the family is answered, and what is asked."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from tests.matrix.cells import CATALOGUE, Cell, Ids
from tests.matrix.expectations import (
    ALL,
    LEADS,
    NEAR,
    OPEN_TO,
    READS,
    keeps_records,
    newest_version,
    opens,
)
from tests.matrix.making import Row
from tests.matrix.workers import Somebody
from tests.matrix.worlds import NOBODY, World
from workbook.programme.subjects import subject_kinds

NOT_FOUND, REFUSED, CHANGED, AGAIN, SAVED = 404, 403, 409, 422, 303
Answer = Callable[[Cell], int]
Fields = Mapping[str, str | list[str]]
KEY: Final = "e" * 32


def ok(_: Cell) -> int:
    """Whoever has the role and a route to the family is answered."""
    return 200


def saved(_: Cell) -> int:
    """Whoever has the role and a route to the family saves."""
    return SAVED


def comes_back(_: Cell) -> int:
    """The form lacks something and comes back: whoever may not send it is still refused."""
    return AGAIN


def first_page(cell: Cell) -> int:
    """Whoever reads no family is led to what they look after."""
    return SAVED if the(cell).discipline in {"privacy_monitor", "system_administrator"} else 200


def keeper(found: int) -> Answer:
    """Sealed facts are kept by those who keep people safe."""
    return lambda cell: found if the(cell).discipline in NEAR else REFUSED


def nothing(_: Cell) -> Fields:
    return {}


def plain(_: World, __: Ids) -> Iterable[str]:
    return ("",)


def the(cell: Cell) -> Somebody:
    """Return who asks, where somebody does."""
    assert cell.who is not None
    return cell.who


def entry_of(cell: Cell) -> Row | None:
    """Return the entry asked about, if it is this family's and may be seen."""
    row = cell.row("entry", "entry_id")
    return row if row and opens(cell.world, the(cell), row) else None


def entry(cell: Cell) -> int:
    return 200 if entry_of(cell) else NOT_FOUND


def answers_for(cell: Cell, row: Row) -> bool:
    """Tell whether this worker wrote it or answers for the family."""
    mine = row["recorded_by"] == the(cell).id
    return mine or the(cell).discipline in LEADS


def stands(cell: Cell, row: Row) -> bool:
    return row["id"] not in {one["replaced_id"] for one in cell.world.rows["entry_succession"]}


def withdrawing(found: int) -> Answer:
    def answer(cell: Cell) -> int:
        row = entry_of(cell)
        if row is None:
            return NOT_FOUND
        if row["withdraws"] or not answers_for(cell, row):
            return REFUSED
        return found if stands(cell, row) else CHANGED

    return answer


def correcting(found: int) -> Answer:
    def answer(cell: Cell) -> int:
        row = entry_of(cell)
        if row is None:
            return NOT_FOUND
        health = {"mental_health_practitioner", "recovery_worker"}
        mine = row["recorded_by"] == the(cell).id
        if row["withdraws"] or not answers_for(cell, row):
            return REFUSED
        if row["discipline"] in health and not mine:
            return REFUSED
        return found if stands(cell, row) else CHANGED

    return answer


def correction(cell: Cell) -> int:
    """A correction that lacks its reason comes back, of whatever version."""
    found = correcting(AGAIN)(cell)
    return AGAIN if found == CHANGED else found


def document(cell: Cell) -> int:
    return 200 if cell.row("issued_document", "document_id") else NOT_FOUND


def held_back(_: Cell) -> int:
    """Whoever may make the document is told that it cannot go out yet."""
    return CHANGED


def release(found: int) -> Answer:
    """A copy that waits is there for whoever may make documents about the family."""
    return lambda cell: found if cell.row("release_request", "release_id") else NOT_FOUND


def asked_for(found: int) -> Answer:
    """A request for one's own record is there for officers and the family's manager."""

    def answer(cell: Cell) -> int:
        officer = cell.who is not None and cell.who.discipline in {
            "information_governance", "team_manager",
        }  # fmt: skip
        return found if officer and cell.row("subject_request", "subject_id") else NOT_FOUND

    return answer


def module(found: int) -> Answer:
    def answer(cell: Cell) -> int:
        return found if cell.ids["module_key"] in {m.key for m in CATALOGUE.modules} else NOT_FOUND

    return answer


def section(found: int) -> Answer:
    """The survivor's own sections are named to nobody outside their track."""

    def answer(cell: Cell) -> int:
        key = cell.ids["section_key"]
        of = next((m for m in CATALOGUE.modules if m.key == cell.ids["module_key"]), None)
        asked = next((s for s in of.sections if s.key == key), None) if of else None
        if asked is None or not _is_named(asked.track, the(cell).discipline):
            return NOT_FOUND
        return found

    return answer


def about_whom(cell: Cell) -> int:
    """A form without its subject: the page asks about whom, or the form comes back."""
    if section(200)(cell) == NOT_FOUND:
        return NOT_FOUND
    asked = CATALOGUE.section(cell.ids["module_key"], cell.ids["section_key"])
    return AGAIN if subject_kinds(asked) == {"family"} else 200


def _is_named(track: str | None, discipline: str) -> bool:
    return track is None or discipline in TRACKS[track]


TRACKS: Final[dict[str, frozenset[str]]] = {
    "survivor": OPEN_TO["survivor_protected"],
    # That somebody works with the person using abuse is no secret; marks keep what they write.
    "perpetrator": ALL,
}


def session(cell: Cell) -> int:
    """A session is its own team's."""
    held = cell.world.row("supervision_session", cell.ids["session_id"])
    if held is None:
        return NOT_FOUND
    team = cell.world.team_of[cell.family] if cell.family else the(cell).team
    return 200 if held["team_id"] == team else NOT_FOUND


def in_session(found: int) -> Answer:
    return lambda cell: found if session(cell) == 200 else NOT_FOUND


def own_action(cell: Cell) -> int:
    """One ticks off one's own, and what is closed already is not there."""
    row = cell.row("action", "action_id")
    if row is None or row["owner_id"] != the(cell).id or not opens(cell.world, the(cell), row):
        return NOT_FOUND
    return SAVED


def open_action(cell: Cell) -> int:
    row = next(iter(cell.world.of("action", cell.family)))
    return SAVED if opens(cell.world, the(cell), row) else NOT_FOUND


def closing(cell: Cell) -> Fields:
    rows = cell.world.of("action", cell.family)
    return {"action": rows[0]["id"] if rows else "", "outcome": "done", "note": ""}


def shows(_: World, __: Ids) -> Iterable[str]:
    return ("", "?show=voice", "?show=significant", "?show=da_survivor_worker")


def members(world: World, ids: Ids) -> list[Row]:
    return world.of("family_member", ids["family_id"])


def readers(world: World, ids: Ids) -> Iterable[str]:
    """A report is looked at for the conference, for everybody of the family, and for a stranger."""
    people = [row["person_id"] for row in members(world, ids)]
    return ("", "?reader=conference_members", *(f"?reader={one}" for one in [*people, NOBODY]))


def report(cell: Cell) -> int:
    """A copy goes to the conference, to both parents and to the child.

    To nobody else: whoever asks is told why of those they may know to be in the family.
    """
    reader = cell.query.removeprefix("?reader=")
    if reader in {"", "conference_members"}:
        return 200
    tied = {row[end] for row in cell.world.of("relationship", cell.family) for end in ENDS}
    if reader in tied:
        return 200
    named = {
        row["person_id"]
        for row in members(cell.world, cell.ids)
        if READS["family_member"](cell.world, the(cell), row)
    }
    return REFUSED if reader in named else NOT_FOUND


ENDS: Final = ("a_id", "b_id")


def drafts(world: World, _: Ids) -> Iterable[str]:
    return ("", *(f"?draft={row['id']}" for row in world.rows["draft"]), f"?draft={NOBODY}")


def draft(cell: Cell) -> int:
    """Nobody opens a form that another put aside, nor one of another family."""
    wanted = cell.query.removeprefix("?draft=")
    row = cell.world.row("draft", wanted)
    if not wanted:
        return 200
    mine = row and row["family_id"] == cell.family and row["recorded_by"] == the(cell).id
    return 200 if mine else NOT_FOUND


def subjects(world: World, ids: Ids) -> Iterable[str]:
    """Ask without a subject; in one section of each module, about one of another family too."""
    if ids["section_key"] != "common":
        return ("",)
    stranger = next(
        row for row in world.rows["family_member"] if row["family_id"] != ids["family_id"]
    )
    return ("", f"?subject={stranger['person_id']}")


def about_somebody(cell: Cell) -> int:
    return NOT_FOUND if cell.query else section(200)(cell)


def file_of(cell: Cell) -> Row | None:
    """Return the file asked about, if it is this family's and may be had."""
    row = cell.row("attachment", "attachment_id")
    if row is None or row["withdraws_id"]:
        return None
    return row if READS["attachment"](cell.world, the(cell), row) else None


def file(cell: Cell) -> int:
    return 200 if file_of(cell) else NOT_FOUND


def withdrawing_a_file(found: int) -> Answer:
    def answer(cell: Cell) -> int:
        row = file_of(cell)
        if row is None:
            return NOT_FOUND
        if row["id"] in {one["withdraws_id"] for one in cell.world.rows["attachment"]}:
            return CHANGED
        return found if answers_for(cell, row) else REFUSED

    return answer


def adding_a_file(found: int) -> Answer:
    """To the newest version, whichever was asked about; never to what was withdrawn."""

    def answer(cell: Cell) -> int:
        row = cell.row("entry", "entry_id")
        newest = newest_version(cell.world, row["id"]) if row else None
        if newest is None or not opens(cell.world, the(cell), newest):
            return NOT_FOUND
        return CHANGED if newest["withdraws"] and found == 200 else found

    return answer


def kept_record(found: int) -> Answer:
    """Whoever answers for a record gets its page, however long ago the family was closed."""

    def answer(cell: Cell) -> int:
        row = cell.world.row("retention_date", cell.ids["record_id"])
        return found if row and keeps_records(cell.world, the(cell), row) else NOT_FOUND

    return answer


def held(cell: Cell) -> int:
    row = cell.world.row("legal_hold", cell.ids["hold_id"])
    if row is None or not keeps_records(cell.world, the(cell), row):
        return NOT_FOUND
    asked = [one for one in cell.world.rows["hold_lifting_request"] if one["hold_id"] == row["id"]]
    return REFUSED if the(cell).id in {one["recorded_by"] for one in asked} else AGAIN


def held_shown(cell: Cell) -> int:
    return NOT_FOUND if held(cell) == NOT_FOUND else 200


def holding_all(cell: Cell) -> int:
    return AGAIN if the(cell).discipline == "information_governance" else REFUSED
