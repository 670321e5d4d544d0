"""Rows of `entries.jsonl`: each entry with everything that was written as part of it."""

from typing import Final, cast

from modules.answers import Answer, with_people
from modules.schema import Question, Table
from workbook.cases.entry_shapes import ContributionRecord, EntryRecord
from workbook.cases.family_rows import action
from workbook.cases.pieces import ENTRY, Piece
from workbook.cases.rows import Context, Row, Rows
from workbook.db import new_id

WISH_QUESTION: Final = "child_voice_share_ok"
NAMING: Final = frozenset({"person", "who", "with", "by_whom", "for_child", "owner"})
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
    if replaced := record.replaces or record.withdraws:
        yield (
            "entry_succession",
            at.plain()
            | {
                "id": new_id(),
                "recorded_at": record.recorded_at,
                "recorded_by": at.worker(record.author),
                "replaced_id": at.id_of(ENTRY, replaced),
                "by_id": entry_id,
            },
        )
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
            question.key: with_ids(question, record.answers[question.key], at)
            for question in section.questions
            if question.key in record.answers
        },
        "share_ok": WISHES.get(wish, wish),
    }


def with_ids(question: Question, answer: Answer, at: Context) -> Answer:
    """Return an answer in which people go by the record's ids instead of the folder's.

    Only where the definition asks for a person, or a column of the folder's own says that it
    names one: everywhere else the same letters are a word.
    """
    ids = at.people()
    answer = with_people(question, answer, ids)
    if not isinstance(question, Table) or not isinstance(answer, list):
        return answer
    asked = {column.key for column in question.columns}
    naming = NAMING - asked
    return [
        {key: ids.get(cell, cell) if key in naming else cell for key, cell in row.items()}
        if isinstance(row, dict) and all(isinstance(row.get(key, ""), str) for key in naming)
        else row
        for row in answer
    ]
