"""Writing to a module: how far it has got, a contribution, an agreed wording."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import insert
from sqlalchemy.orm import Session

from workbook.db import insert_rows, new_id
from workbook.entries.tables import Contribution, Entry, Ruler
from workbook.errors import NotAllowedError, ReusedSubmitError, SupersededError
from workbook.families.rules import FamilyFile
from workbook.marking import service as marking
from workbook.marking.rules import Kept
from workbook.marking.service import Over
from workbook.programme import queries
from workbook.programme.rules import (
    ModuleActivity,
    Place,
    SavedSummary,
    next_statuses,
    place_of,
)
from workbook.programme.tables import ModuleStatus, SectionSummary
from workbook.staff.access import Actor, May, may
from workbook.wall.marks import POLICE_RESTRICTED, may_read

REUSED: Final = "Open the page again and write it there: nothing was saved this time."
NEWER: Final = "Read what was saved since, then save yours again if it still stands."


class StatusChange(msgspec.Struct, frozen=True, kw_only=True):
    """How far a module is now said to have got. `replaces` is what the page showed."""

    module_key: str
    status: str
    reason: str
    restarts_on: date | None
    replaces: str
    submit_key: str


class NewContribution(msgspec.Struct, frozen=True, kw_only=True):
    """Answers to one section about one subject, on their own.

    `entry_id` is of the form's words: the same form sent again has it too, any other has not.
    `beside`: what is laid over it besides its own mark.
    """

    entry_id: str
    place: Place
    module_version: int
    answers: dict[str, Any]
    occurred_at: datetime
    mark: str
    mark_persons: tuple[str, ...]
    share_ok: str
    submit_key: str
    rulers: Mapping[str, Mapping[str, int]] = {}
    beside: tuple[Kept, ...] = ()


class NewWording(msgspec.Struct, frozen=True, kw_only=True):
    """The agreed wording of one section about one subject. `replaces` is what the page showed.

    `id` is of the form's words: the same form sent again has it too, any other has not.
    """

    id: str
    place: Place
    module_version: int
    words: str
    derived_from: tuple[str, ...]
    mark: str
    mark_persons: tuple[str, ...]
    replaces: str
    submit_key: str


def signed(actor: Actor, family_id: str, now: datetime) -> dict[str, Any]:
    """Return who writes a row, for which employer, of which family, and when."""
    return {
        "family_id": family_id,
        "recorded_at": now,
        "recorded_by": actor.id,
        "discipline": actor.discipline,
        "employer": actor.employer,
    }


def change_status(
    session: Session, change: StatusChange, *, actor: Actor, family: FamilyFile, now: datetime
) -> bool:
    """Say how far a module has got. Returns whether anything was saved.

    The key of the form is the id of the row, so sending it twice saves once.

    Raises:
        SupersededError: somebody said something else after this page was shown.
        NotAllowedError: the module may not become this, or not by this worker.
        ReusedSubmitError: the form was sent before with other words.
    """
    before = queries.status_saved(session, status_id=change.submit_key)
    if before is not None:
        _expect_same(
            (before.family_id, before.module_key, before.status, before.reason, before.restarts_on),
            (family.id, change.module_key, change.status, change.reason, change.restarts_on),
        )
        return False
    statuses = queries.newest_statuses(session, family_ids=[family.id])
    newest = statuses.get((family.id, change.module_key))
    if (newest.id if newest else "") != change.replaces:
        raise SupersededError(NEWER, family_id=family.id)
    activity = queries.module_activity(session, family_ids=[family.id], statuses=statuses)
    stands = activity[family.id].get(change.module_key, ModuleActivity()).status
    if change.status not in next_statuses(stands, is_manager=may(actor, May.SIGN_OFF)):
        raise NotAllowedError(
            "Only a manager says that a part of the programme does not apply, and what is"
            " complete is opened again first.",
            family_id=family.id,
        )
    row = signed(actor, family.id, now) | {
        "id": change.submit_key,
        "module_key": change.module_key,
        "status": change.status,
        "reason": change.reason,
        "restarts_on": change.restarts_on,
        "replaces_id": newest.id if newest else None,
    }
    insert_rows(session, ModuleStatus, [row], taken=NEWER)
    return True


def add_contribution(
    session: Session, new: NewContribution, *, actor: Actor, family: FamilyFile, now: datetime
) -> bool:
    """Record a contribution on its own: one entry without a note.

    Returns whether anything was saved.

    Raises:
        ReusedSubmitError: the form was sent before with other words.
    """
    before = queries.contribution_sent(session, submit_key=new.submit_key)
    if before is not None:
        _expect_same((place_of(before), before.entry_id), (new.place, new.entry_id))
        return False
    entry_id = new.entry_id
    marked = signed(actor, family.id, now) | {
        "mark": new.mark,
        "mark_persons": list(new.mark_persons),
        "occurred_at": new.occurred_at,
    }
    people = list(new.place.subject_ids)
    entry = marked | {
        "id": entry_id,
        "kind": "direct_work",
        "statutory_visit": False,
        "note": "",
        "present": people,
        "children": [],
        "reveals": [],
        "headline": "",
        "event_type": "",
        "impact": "",
        "affects": [],
        "replaces_id": None,
        "withdraws": False,
        "reason": "",
        "submit_key": new.submit_key,
    }
    insert_rows(session, Entry, [entry], taken=NEWER)
    contribution = marked | {
        "id": new_id(),
        "entry_id": entry_id,
        "module_key": new.place.module_key,
        "module_version": new.module_version,
        "section_key": new.place.section_key,
        "subject_kind": new.place.subject_kind,
        "subject_ids": people,
        "answers": new.answers,
        "share_ok": new.share_ok,
    }
    session.execute(insert(Contribution), [contribution])
    rulers = [
        marked
        | {"id": new_id(), "entry_id": entry_id, "adult_id": people[0], "goal_id": goal}
        | {name: read.get(name) for name in ("importance", "confidence", "readiness")}
        for goal, read in new.rulers.items()
    ]
    if rulers:
        session.execute(insert(Ruler), rulers)
    overs = [
        Over(object_id=row, set_on_id=entry_id, kept=one, entry_id=entry_id)
        for row in (entry_id, *(one["id"] for one in (contribution, *rulers)))
        for one in new.beside
    ]
    marking.lay(session, overs, family_id=family.id, actor=actor, now=now)
    return True


def agree_wording(
    session: Session, new: NewWording, *, actor: Actor, family: FamilyFile, now: datetime
) -> bool:
    """Save an agreed wording. Returns whether anything was saved.

    Wordings of one mark follow one another. One of another mark starts its own line, so that
    whoever cannot read it is not stopped from writing theirs.

    Raises:
        SupersededError: somebody agreed another wording after this page was shown.
        ReusedSubmitError: the form was sent before with other words.
    """
    before = queries.summary_sent(session, submit_key=new.submit_key)
    if before is not None:
        _expect_same((place_of(before), before.id), (new.place, new.id))
        return False
    mine = newest_wordings(session, new.place, family_id=family.id)
    if (mine[-1].id if mine else "") != new.replaces:
        raise SupersededError(NEWER, family_id=family.id)
    row = signed(actor, family.id, now) | {
        "id": new.id,
        "module_key": new.place.module_key,
        "module_version": new.module_version,
        "section_key": new.place.section_key,
        "subject_kind": new.place.subject_kind,
        "subject_ids": list(new.place.subject_ids),
        "words": new.words,
        "derived_from": list(new.derived_from),
        "mark": new.mark,
        "mark_persons": list(new.mark_persons),
        "submit_key": new.submit_key,
    }
    taken = {each.replaces_id for each in mine}
    same = [
        each.id
        for each in mine
        if each.mark == new.mark
        and each.id not in taken
        # Beyond their own words an author may not see who followed them in this mark.
        and may_read(
            each.mark,
            author=each.discipline,
            persons=each.mark_persons,
            worker_id=actor.id,
            discipline=actor.discipline,
        )
        and (each.mark != POLICE_RESTRICTED or {*each.mark_persons} == {*new.mark_persons})
    ]
    row |= {"replaces_id": same[-1] if same else None}
    insert_rows(session, SectionSummary, [row], taken=NEWER)
    return True


def newest_wordings(session: Session, place: Place, *, family_id: str) -> list[SavedSummary]:
    """Return the wordings agreed at one place that this worker may read, oldest first."""
    return [
        each
        for each in queries.summaries(session, family_id=family_id, module_keys=[place.module_key])
        if (each.section_key, each.subject_kind, each.subject_ids)
        == (place.section_key, place.subject_kind, place.subject_ids)
    ]


def _expect_same(before: object, sent: object) -> None:
    if before != sent:
        raise ReusedSubmitError(REUSED)
