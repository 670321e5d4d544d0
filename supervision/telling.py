"""One discussion of a family as it is read afterwards, with what of it the reader may see."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from supervision.rules import (
    ATTENDANCE,
    RISKS,
    WAYS,
    Addendum,
    Discussed,
    SavedPart,
    standing_parts,
)
from workbook.entries.rules import SavedAction
from workbook.families.rules import FamilyFile
from workbook.wall.marks import FAMILY_SHARED, LABELS, TEAM
from workbook.web.filters import day
from workbook.web.parts import DueState

OUTCOMES: Final = {"done": "Done", "not_needed": "No longer needed"}


class ActionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One agreed action and what became of it."""

    text: str
    owner: str
    child: str
    due: date
    became: str
    state: DueState


class ToldPart(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker brought, to be read."""

    name: str
    discipline: str
    well: str
    worried: str
    ratings: tuple[str, ...]
    kept: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One discussion of a family, to be read."""

    id: str
    held_on: date
    href: str
    chair: str
    here: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    dissent: tuple[tuple[str, str, str], ...]
    children: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    parts: tuple[ToldPart, ...]
    actions: tuple[ActionLine, ...]
    signed: tuple[str, ...]
    addenda: tuple[tuple[str, datetime, str], ...]
    version: str


def kept_words(*marks: str) -> str:
    """Say whom words are kept to, "" where everyone working with the family may read them."""
    said = (LABELS[mark] for mark in marks if mark not in {TEAM, FAMILY_SHARED})
    return "; ".join(dict.fromkeys(said))


def action_line(
    action: SavedAction, *, names: Mapping[str, str], family: FamilyFile, today: date
) -> ActionLine:
    """Return one action and what became of it."""
    late = not action.outcome and action.due_on < today
    child = family.member(action.child_id) if action.child_id else None
    return ActionLine(
        text=action.text,
        owner=names.get(action.owner_id, ""),
        child=child.first_name if child else "",
        due=action.due_on,
        became=OUTCOMES.get(action.outcome, action.outcome) or ("Late" if late else "Open"),
        state="late" if late else "ok",
    )


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to show a discussion: the family, everybody's names, the day."""

    family: FamilyFile
    names: Mapping[str, str]
    today: date

    def rating(self, child_id: str, rating: Mapping[str, object]) -> str:
        """Say one rating of one child: "Maya: High, safety 4"."""
        child = self.family.member(child_id)
        risk, safety = rating.get("risk"), rating.get("safety")
        words = [RISKS.get(str(risk), str(risk))] if risk else []
        words += [f"safety {safety} of 10"] if safety is not None else []
        return f"{child.first_name}: {', '.join(words)}" if child and words else ""


def told(
    discussed: Discussed,
    reader: Reader,
    *,
    parts: Iterable[SavedPart],
    actions: Iterable[SavedAction],
    addenda: Iterable[Addendum] = (),
) -> Told:
    """Return one discussion to be read, with what of its parts the reader may see."""
    newest, ids = discussed.newest, set(discussed.ids)
    names, family = reader.names, reader.family
    number = len(discussed.versions)
    return Told(
        id=newest.id,
        held_on=discussed.session.held_on,
        href=f"/supervision/{discussed.session.id}/families/{family.id}",
        chair=discussed.session.chair,
        here=tuple(
            (names.get(worker, ""), ATTENDANCE.get(state, state))
            for worker, state in newest.attendance.items()
        ),
        texts=tuple(
            (label, text)
            for label, text in (
                ("What we decided", newest.decision),
                ("Why", newest.rationale),
                ("What we think is going on", newest.hypotheses),
                ("Child’s voice", newest.child_voice),
                ("The family’s view", newest.family_view),
            )
            if text
        ),
        dissent=tuple(
            (names.get(view.get("who", ""), ""), view.get("view", ""), view.get("resolved", ""))
            for view in newest.dissent
        ),
        children=_children(discussed, reader),
        facts=_facts(discussed, reader),
        parts=_told_parts(discussed, reader, parts),
        actions=tuple(
            action_line(action, names=names, family=family, today=reader.today)
            for action in actions
            if action.discussion_id in ids
        ),
        signed=tuple(
            f"{names.get(one.worker_id, 'a worker')}, {day(one.at)}" for one in discussed.signed
        ),
        addenda=tuple(
            (names.get(one.recorded_by, ""), one.recorded_at, one.words)
            for one in addenda
            if one.discussion_id in ids
        ),
        version=f"Written {number} times; this is the last" if number > 1 else "",
    )


def _children(discussed: Discussed, reader: Reader) -> tuple[tuple[str, str], ...]:
    newest = discussed.newest
    found = []
    for child in newest.children:
        member = reader.family.member(child)
        said = reader.rating(child, newest.agreed.get(child, {})).partition(": ")[2]
        way = WAYS.get(newest.trajectory.get(child, ""), newest.trajectory.get(child, ""))
        words = ". ".join(one for one in (said, way) if one)
        if member and words:
            found.append((member.first_name, words))
    return tuple(found)


def _facts(discussed: Discussed, reader: Reader) -> tuple[tuple[str, str], ...]:
    newest, names = discussed.newest, reader.names
    told_to, fgdm = newest.family_told, newest.fgdm_considered
    by, on = names.get(told_to.get("by", ""), ""), told_to.get("on", "")
    shared = [told_to.get("how", ""), by, day(date.fromisoformat(on)) if on else ""]
    considered = ""
    if "considered" in fgdm:
        considered = "Yes" if fgdm["considered"] else "No"
    facts = {
        "Family told": ", ".join(one for one in shared if one),
        "Family group decision making considered": ". ".join(
            one for one in (considered, fgdm.get("reason", "")) if one
        ),
        "Next due": day(newest.next_due) if newest.next_due else "",
    }
    return tuple((label, text) for label, text in facts.items() if text)


def _told_parts(
    discussed: Discussed, reader: Reader, parts: Iterable[SavedPart]
) -> tuple[ToldPart, ...]:
    by_id = {worker.id: worker for worker in reader.family.workers}
    return tuple(
        ToldPart(
            name=reader.names.get(part.worker_id, ""),
            discipline=by_id[part.worker_id].discipline if part.worker_id in by_id else "",
            well=part.well,
            worried=part.worried,
            ratings=tuple(
                words
                for child, rating in part.ratings.items()
                if (words := reader.rating(child, rating))
            ),
            kept=kept_words(
                *(
                    one.mark
                    for one in reader.family.marks(
                        part.id, part.mark, part.mark_persons, discipline=part.discipline
                    )
                )
            ),
        )
        for standing in standing_parts(parts, discussed.ids, laid=reader.family.laid).values()
        for part in standing
        if part.well or part.worried or part.ratings
    )
