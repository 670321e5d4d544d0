"""What the last gate stops of a screen that somebody of a family looks at with a worker."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

import msgspec

from exports import queries
from exports.gate.facts import protected_for
from exports.gate.searching import Passage, search
from exports.gatekeeper import service as gatekeeper
from exports.gatekeeper.rules import Seen
from exports.release import queries as releases
from exports.release.guarding import Secrets, facts_for
from exports.reports.gathered import Gathered
from exports.rules import Recipient
from workbook.clock import london_day
from workbook.db import Database
from workbook.programme import queries as programme
from workbook.programme.rules import SavedSummary
from workbook.wall.viewer import Viewer

# Ids, and the keys of choices, kinds and marks.
NO_WORDS: Final = re.compile(r"[0-9a-f]{32}|[a-z]+(?:_[a-z0-9]+)+")


def stopped_for(
    database: Database,
    *,
    viewer: Viewer,
    family_id: str,
    persons: tuple[str, ...],
    now: datetime,
) -> tuple[str, ...]:
    """Return the ids of what these persons may have and the gate would stop all the same.

    An entry with one such passage, in its note or in any part of it, is stopped whole. What a
    person would only have to look at is stopped as well: with a family at the table nobody can be
    asked first. Their names, roles and counts follow, since the wall leaves the rows out.

    Raises:
        NotFoundError: there is no such family, or the worker may not see it.
        ShutFactError: a sealed fact does not open: nothing can be searched for it.
    """
    today = london_day(now)
    with database.reading(viewer) as session:
        mine = queries.gathered_by_author(session, family_id=family_id, today=today)
        agreed = releases.consents(session, family_id=family_id)
    with database.reading(viewer.for_readers("family", persons)) as session:
        theirs = queries.gathered_by_author(session, family_id=family_id, today=today)
        wordings = programme.summaries(session, family_id=family_id)
    seen = gatekeeper.look(database, viewer, family_id=family_id, now=now).all
    facts = facts_for(
        Recipient(keys=persons, label="", audience="family", readers=persons),
        mine=mine,
        theirs=theirs,
        secrets=Secrets(seen=seen, network=agreed.held),
        today=today,
    )
    passages = tuple(_passages(theirs, wordings, seen))
    found = (search(passages, protected_for(one)) for one in facts)
    return tuple(sorted({flag.key for flags in found for flag in flags}))


def _passages(theirs: Gathered, wordings: Iterable[SavedSummary], seen: Seen) -> Iterator[Passage]:
    """Yield every text that could be shown, each under the id of what it would be left out with."""
    names = {one.worker_id: one.name for one in seen.works}
    for entry in theirs.happenings:
        yield from _texts(entry.id, entry)
        yield Passage(entry.id, names.get(entry.recorded_by, ""))
    for voice in theirs.voices:
        yield from _texts(voice.entry_id, voice)
    for part in theirs.contributions:
        yield from _texts(part.entry_id, part)
    for action in theirs.actions:
        yield from _texts(action.entry_id or action.id, action)
    for wording in wordings:
        yield from _texts(wording.id, wording)
    for goal in theirs.family.goals:
        yield from _texts(goal.id, goal)


def _texts(key: str, shown: msgspec.Struct) -> Iterator[Passage]:
    for text in _strings(msgspec.to_builtins(shown, builtin_types=(date, datetime))):
        if text and not NO_WORDS.fullmatch(text):
            yield Passage(key, text)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
