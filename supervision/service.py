"""Writing group case supervision: a session, what was said of a family, the sign-off, addenda."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import insert
from sqlalchemy.orm import Session

from supervision import queries
from supervision.rules import Discussed, SavedDiscussion, SavedPart, standing_parts
from supervision.tables import (
    DiscussionAddendum,
    DiscussionPart,
    DiscussionSignOff,
    FamilyDiscussion,
    SupervisionSession,
)
from workbook.db import insert_rows, new_id
from workbook.entries.tables import Action
from workbook.errors import NotFoundError, ReusedSubmitError, SealedError, SupersededError
from workbook.families.rules import FamilyFile
from workbook.marking.rules import Kept, LaidOver
from workbook.marking.service import WITH_IT, Over, lay
from workbook.staff.access import Actor
from workbook.wall.marks import TEAM

NEWER: Final = "Read what was saved since, then save yours again if it still stands."
SEALED: Final = "What was signed off stays as it is. Add what is new as an addendum."
REUSED: Final = "Open the page again and write it there: nothing was saved this time."
UNSIGNED: Final = "It is not signed off yet: change the words themselves."


class NewPart(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker brought. `sources` are the entries that its words may come from.

    `beside`: what has to be laid over it, because its one mark does not keep out everybody whom
    the marks of its sources keep out.
    """

    worker_id: str
    well: str
    worried: str
    ratings: dict[str, dict[str, Any]]
    sources: tuple[str, ...]
    mark: str
    mark_persons: tuple[str, ...]
    beside: tuple[Kept, ...] = ()


class NewAction(msgspec.Struct, frozen=True, kw_only=True):
    """Something agreed: one owner, one day."""

    text: str
    owner_id: str
    child_id: str | None
    due_on: date


class NewDiscussion(msgspec.Struct, frozen=True, kw_only=True):
    """What was said and decided about one family. `replaces` is what the page showed.

    `parts` are all workers' rows as the form has them, also those that say nothing new.
    """

    children: tuple[str, ...]
    attendance: Mapping[str, str]
    child_voice: str
    family_view: str
    hypotheses: str
    agreed: Mapping[str, Mapping[str, Any]]
    trajectory: Mapping[str, str]
    decision: str
    rationale: str
    dissent: tuple[Mapping[str, Any], ...]
    family_told: Mapping[str, Any]
    fgdm_considered: Mapping[str, Any]
    next_due: date | None
    parts: tuple[NewPart, ...]
    actions: tuple[NewAction, ...]
    replaces: str
    submit_key: str


# What two sendings of one form have to agree in; who the children are is not the form's to say.
SAID: Final = tuple(
    name
    for name in NewDiscussion.__struct_fields__
    if name not in {"children", "parts", "actions", "replaces"}
)
NOT_SAID: Final = frozenset({"mark_persons", "beside"})


def start_session(session: Session, *, actor: Actor, held_on: date, now: datetime) -> str:
    """Start the team's session of this day and return its id; the one there is, if there is one.

    Raises:
        SupersededError: somebody started it in the same moment.
    """
    team_id = actor.viewer.team_id
    there = queries.session_on(session, team_id=team_id, held_on=held_on)
    if there is not None:
        return there.id
    row = {
        "id": new_id(),
        "recorded_at": now,
        "recorded_by": actor.id,
        "team_id": team_id,
        "held_on": held_on,
        "chair_id": actor.id,
    }
    insert_rows(session, SupervisionSession, [row], taken=NEWER)
    return str(row["id"])


def save_discussion(
    session: Session,
    new: NewDiscussion,
    *,
    actor: Actor,
    family: FamilyFile,
    session_id: str,
    before: Discussed | None,
    standing: Mapping[str, Sequence[SavedPart]],
    now: datetime,
) -> str | None:
    """Save what was said of a family as a new version. Returns its id.

    None when this form was saved before. `before` is what there is and `standing` what stands of
    each worker's part, read in this transaction.

    Raises:
        SealedError: it was signed off.
        SupersededError: somebody saved another version after this page was shown.
        ReusedSubmitError: the form was sent before with other words.
    """
    sent = queries.discussion_sent(session, submit_key=new.submit_key)
    if sent is not None:
        if not _says_the_same(session, new, sent=sent, before=before, laid=family.laid):
            raise ReusedSubmitError(REUSED, family_id=family.id)
        return None
    if before is not None and before.signed:
        raise SealedError(SEALED, family_id=family.id)
    if (before.newest.id if before else "") != new.replaces:
        raise SupersededError(NEWER, family_id=family.id)
    by = {"family_id": family.id, "recorded_at": now, "recorded_by": actor.id}
    discussion_id = new_id() if before else _first_id(session_id, family.id)
    row = by | msgspec.structs.asdict(new)
    for name in ("parts", "actions", "replaces"):
        del row[name]
    row |= {
        "id": discussion_id,
        "session_id": session_id,
        "children": list(new.children),
        "dissent": list(new.dissent),
        "replaces_id": new.replaces or None,
    }
    insert_rows(session, FamilyDiscussion, [row], taken=NEWER)
    signed = by | {"discipline": actor.discipline, "employer": actor.employer}
    signed |= {"discussion_id": discussion_id}
    said = [one for one in new.parts if _says_more(one, standing.get(one.worker_id, ()))]
    parts = [_part_row(part, signed) for part in said]
    if parts:
        session.execute(insert(DiscussionPart), parts)
    overs = [
        Over(object_id=row["id"], set_on_id=WITH_IT, kept=one)
        for row, part in zip(parts, said, strict=True)
        for one in part.beside
    ]
    lay(session, overs, family_id=family.id, actor=actor, now=now)
    actions = [_action_row(action, signed) for action in new.actions]
    if actions:
        session.execute(insert(Action), actions)
    return discussion_id


def _says_the_same(
    session: Session,
    new: NewDiscussion,
    *,
    sent: SavedDiscussion,
    before: Discussed | None,
    laid: LaidOver,
) -> bool:
    """Tell whether a form that was saved as `sent` comes back as it was.

    A browser's way back shows the form as it was first given out: what was typed on it after it
    was saved would be lost without a word if it were taken for the same.
    """
    if before is None or sent.id not in before.ids:
        return False
    ids = before.ids[: before.ids.index(sent.id) + 1]
    stood = standing_parts(queries.parts(session, discussion_ids=ids), ids, laid=laid)
    agreed = queries.agreed_actions(session, discussion_ids=[sent.id])
    return (
        all(getattr(sent, name) == getattr(new, name) for name in SAID)
        and (sent.replaces_id or "") == new.replaces
        and not any(_says_more(part, stood.get(part.worker_id, ())[:1]) for part in new.parts)
        and sorted((one.text, one.owner_id, one.child_id or "", one.due_on) for one in agreed)
        == sorted((one.text, one.owner_id, one.child_id or "", one.due_on) for one in new.actions)
    )


def _says_more(new: NewPart, standing: Sequence[SavedPart]) -> bool:
    """Tell whether a part is worth a row: it holds something, and not what stands already."""
    if len(standing) == 1:
        names = (name for name in NewPart.__struct_fields__ if name not in NOT_SAID)
        return any(getattr(new, name) != getattr(standing[0], name) for name in names)
    return bool(standing or new.well or new.worried or new.ratings or new.sources)


def unsigned(before: Discussed | None, *, submit_key: str) -> str:
    """Return the version that this form was saved as, to be signed off; "" if it was signed.

    Raises:
        SupersededError: another version stands by now.
    """
    if before is None or before.newest.submit_key != submit_key:
        raise SupersededError(NEWER)
    return "" if before.signed else before.newest.id


def sign_off(
    session: Session, *, discussion_id: str, actor: Actor, family: FamilyFile, now: datetime
) -> None:
    """Sign off one version: from now on nothing in it changes."""
    row = {
        "id": new_id(),
        "recorded_at": now,
        "recorded_by": actor.id,
        "family_id": family.id,
        "discussion_id": discussion_id,
        "addendum": "",
    }
    insert_rows(session, DiscussionSignOff, [row], taken=NEWER)


def add_addendum(
    session: Session,
    *,
    words: str,
    submit_key: str,
    discussed: Discussed | None,
    actor: Actor,
    family: FamilyFile,
    now: datetime,
) -> bool:
    """Add dated words to what was signed off. Returns whether anything was saved.

    Raises:
        NotFoundError: the family was not discussed in this session.
        SupersededError: it is not signed off yet.
        ReusedSubmitError: the form was sent before with other words.
    """
    if discussed is None:
        raise NotFoundError(family_id=family.id)
    if not discussed.signed:
        raise SupersededError(UNSIGNED, family_id=family.id)
    sent = queries.addendum_sent(session, submit_key=submit_key)
    if sent is not None:
        if (sent.words, sent.discussion_id) != (words, discussed.newest.id):
            raise ReusedSubmitError(REUSED, family_id=family.id)
        return False
    row = {
        "id": new_id(),
        "recorded_at": now,
        "recorded_by": actor.id,
        "family_id": family.id,
        "discussion_id": discussed.newest.id,
        "words": words,
        "submit_key": submit_key,
    }
    insert_rows(session, DiscussionAddendum, [row], taken=NEWER)
    return True


def _first_id(session_id: str, family_id: str) -> str:
    """Return the id of a family's first version in a session.

    It follows from the two, so that of two people who start at once only one does.
    """
    return hashlib.sha256(f"{session_id}:{family_id}".encode()).hexdigest()[:32]


def _part_row(part: NewPart, signed: dict[str, Any]) -> dict[str, Any]:
    lists = {"sources": list(part.sources), "mark_persons": list(part.mark_persons)}
    row = signed | msgspec.structs.asdict(part) | lists | {"id": new_id()}
    del row["beside"]
    return row


def _action_row(action: NewAction, signed: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {
        "entry_id": None,
        "owner_is_worker": True,
        "mark": TEAM,
        "mark_persons": [],
    }
    return signed | msgspec.structs.asdict(action) | given | {"id": new_id()}
