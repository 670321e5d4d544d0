"""What a recording becomes, row by row: plain values, before the entry’s service saves them."""

from typing import Any

from workbook.db import new_id
from workbook.entries.carrying import Instead
from workbook.entries.ground import Recording
from workbook.entries.keeping import carried_mark, contribution_mark
from workbook.entries.module_notes import ModuleNote

Row = dict[str, Any]


def succession_rows(signed: Row, entry_id: str, instead: Instead | None) -> list[Row]:
    """Return the row that says which version took the place of which; none of a first one."""
    if instead is None:
        return []
    of_family = {name: signed[name] for name in ("family_id", "recorded_at", "recorded_by")}
    return [of_family | {"id": new_id(), "replaced_id": instead.version.id, "by_id": entry_id}]


def carried_row(recording: Recording, part: Any) -> Row:  # noqa: ANN401 -- any part of a version
    """Return the start of a part that was carried over from the version before."""
    mark, persons = carried_mark(recording, mark=part.mark, persons=part.mark_persons)
    return {"id": new_id(), "mark": mark, "mark_persons": list(persons)}


def version_row(recording: Recording, entry_id: str, instead: Instead | None) -> Row:
    """Return what the version itself holds."""
    return {
        "id": entry_id,
        "occurred_at": recording.occurred_at,
        "kind": recording.kind,
        "statutory_visit": recording.statutory_visit,
        "note": recording.note,
        "present": list(recording.present),
        "children": [_named(child) for child in recording.children],
        "reveals": list(recording.reveals),
        "headline": recording.headline,
        "event_type": recording.event_type,
        "impact": recording.impact,
        "affects": list(recording.affects),
        "replaces_id": instead.version.id if instead else None,
        "withdraws": False,
        "reason": instead.reason if instead else "",
        "submit_key": recording.submit_key,
    }


def contribution_row(recording: Recording, note: ModuleNote) -> Row:
    """Return what was added to one section about one subject."""
    mark, persons = contribution_mark(recording, note)
    return {
        "id": new_id(),
        "mark": mark,
        "mark_persons": list(persons),
        "module_key": note.module_key,
        "module_version": note.module_version,
        "section_key": note.section_key,
        "subject_kind": note.subject_kind,
        "subject_ids": list(note.subject_ids),
        "answers": {note.question_key: note.words},
        "share_ok": note.share_ok,
    }


def action_row(entry_id: str) -> Row:
    """Return to what a new action belongs."""
    return {"entry_id": entry_id, "discussion_id": None, "child_id": None}


def outcome_row(signed: Row, action_id: str) -> Row:
    """Return the row that closes an action."""
    of_family = {name: signed[name] for name in ("family_id", "recorded_at", "recorded_by")}
    return of_family | {"id": new_id(), "action_id": action_id, "outcome": "done", "note": ""}


def fields_of(part: Any) -> Row:  # noqa: ANN401 -- any struct of a recording
    """Return the fields of a struct of a recording, under a new id."""
    return {"id": new_id()} | _named(part)


def _named(part: Any) -> Row:  # noqa: ANN401 -- any struct
    return {name: getattr(part, name) for name in part.__struct_fields__}
