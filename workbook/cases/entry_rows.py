"""Rows of `entries.jsonl`: each entry with everything that was written as part of it."""

from typing import Any, Final, cast

from modules.schema import PersonAnswer, Question, Table
from workbook.cases.entry_shapes import ContributionRecord, EntryRecord
from workbook.cases.family_rows import action
from workbook.cases.pieces import ENTRY, Piece
from workbook.cases.rows import Context, Row, Rows
from workbook.db import new_id

WISH_QUESTION: Final = "child_voice_share_ok"
WISHES: Final = {"yes with changes": "yes_with_changes", "too young": "too_young"}


def entry(piece: Piece, at: Context) -> Rows:
    """Yield an entry, then its parts."""
    record = cast("EntryRecord", piece.record)
    entry_id = at.id_of(ENTRY, record.id)
    marked = at.signed(record.author, record.recorded_at) | {
        "mark": record.mark.kind,
        "mark_persons": at.persons(record.mark.persons),
    }
    yield "entry", marked | {"id": entry_id} | _own(record, entry_id, at)
    part = marked | {"entry_id": entry_id, "occurred_at": record.occurred_at}
    for table, row in _parts(record, at):
        yield table, part | {"id": new_id()} | row
    for each in record.actions:
        yield (
            "action",
            marked
            | action(each.text, each.owner, at)
            | {"entry_id": entry_id, "discussion_id": None, "child_id": None, "due_on": each.due},
        )


def _own(record: EntryRecord, entry_id: str, at: Context) -> Row:
    event = record.significant
    replaced = record.replaces or record.withdraws
    return {
        "occurred_at": record.occurred_at,
        "kind": record.kind,
        "statutory_visit": record.statutory_visit,
        "note": record.note,
        "present": at.persons(record.present),
        "children": [
            {
                "person": at.person(each.person),
                "seen": each.seen,
                "seen_alone": each.seen_alone,
                "bedroom_seen": each.bedroom_seen,
                "reason": each.reason,
            }
            for each in record.children
        ],
        "reveals": at.persons(record.reveals),
        "headline": event.headline if event else "",
        "event_type": event.type if event else "",
        "impact": event.impact if event else "",
        "affects": at.persons(event.affects) if event else [],
        "replaces_id": at.id_of(ENTRY, replaced) if replaced else None,
        "withdraws": record.withdraws is not None,
        "reason": record.reason,
        "submit_key": f"case:{entry_id}",
    }


def _parts(record: EntryRecord, at: Context) -> Rows:
    for voice in record.voices:
        yield (
            "voice",
            {
                "person_id": at.person(voice.person),
                "words": voice.text,
                "voice": voice.voice,
                "how": voice.how,
                "share_ok": voice.share_ok,
            },
        )
    for ruler in record.rulers:
        yield (
            "ruler",
            {
                "adult_id": at.person(ruler.adult),
                "goal_id": at.goal(ruler.goal),
                "importance": ruler.importance,
                "confidence": ruler.confidence,
                "readiness": ruler.readiness,
            },
        )
    for score in record.scores:
        yield (
            "score",
            {
                "instrument": score.instrument,
                "version": score.version,
                "with_whom": score.with_whom,
                "total": score.total,
                "risk_item_positive": score.risk_item_positive,
            },
        )
    for contribution in record.contributions:
        yield "contribution", _contribution(contribution, at)


def _contribution(record: ContributionRecord, at: Context) -> Row:
    module = at.catalogue.newest(record.module)
    section = at.catalogue.section(record.module, record.section)
    wish = str(record.answers.get(WISH_QUESTION, "yes"))
    return {
        "module_key": module.key,
        "module_version": module.version,
        "section_key": section.key,
        "subject_kind": record.subject.kind,
        "subject_ids": at.persons(record.subject.ids),
        "answers": {
            key: with_ids(section.question(key), answer, at)
            for key, answer in record.answers.items()
        },
        "share_ok": WISHES.get(wish, wish),
    }


def with_ids(question: Question | None, answer: Any, at: Context) -> Any:  # noqa: ANN401
    """Return an answer in which people go by the record's ids instead of the folder's.

    Only where the definition asks for a person: everywhere else the same letters are a word.
    """
    if isinstance(question, PersonAnswer) and isinstance(answer, list):
        return [at.anybody(each) if isinstance(each, str) else each for each in answer]
    if isinstance(question, Table) and isinstance(answer, list):
        asked = {column.key for column in question.columns if column.kind == "person"}
        return [
            {
                key: at.anybody(cell) if key in asked and isinstance(cell, str) else cell
                for key, cell in line.items()
            }
            if isinstance(line, dict)
            else line
            for line in answer
        ]
    return answer
