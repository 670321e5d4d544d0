"""What every row of a case needs to know: ids, authors, and whom a mark keeps it from."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from modules.catalogue import Catalogue
from workbook.cases.entry_shapes import Case
from workbook.cases.pieces import GOAL, PERSON, WORKER
from workbook.cases.shapes import WorkerRecord
from workbook.db import new_id
from workbook.encryption import Keyring
from workbook.wall.marks import SURVIVOR_PROTECTED
from workbook.wall.viewer import IMPORTER

Row: TypeAlias = dict[str, Any]
# A row and the table it goes into, by name: supervision lies above this package, and its tables
# must not be imported from here.
Rows: TypeAlias = Iterator[tuple[str, Row]]


class Context(msgspec.Struct, kw_only=True):
    """One case while it is being brought in."""

    case: Case
    catalogue: Catalogue
    now: datetime
    family_id: str
    team_id: str
    ids: dict[tuple[str, str], str]
    seals: Keyring
    keyring: Keyring | None = None

    def id_of(self, kind: str, external: str) -> str:
        """Return the record's id of something in the folder."""
        return self.ids[kind, external]

    def person(self, external: str) -> str:
        """Return a person's id."""
        return self.ids[PERSON, external]

    def persons(self, externals: tuple[str, ...]) -> list[str]:
        """Return the ids of several persons."""
        return [self.ids[PERSON, each] for each in externals]

    def person_or_none(self, external: str | None) -> str | None:
        """Return a person's id where one is given."""
        return None if external is None else self.ids[PERSON, external]

    def worker(self, external: str) -> str:
        """Return a worker's id."""
        return self.ids[WORKER, external]

    def worker_or_none(self, external: str | None) -> str | None:
        """Return a worker's id where one is given."""
        return None if external is None else self.ids[WORKER, external]

    def anybody(self, external: str) -> str:
        """Return the id of a person or a worker; the text itself when it names neither."""
        return self.ids.get((PERSON, external)) or self.ids.get((WORKER, external)) or external

    def people(self) -> dict[str, str]:
        """Return the record's ids of every person and worker, by their names in the folder."""
        kinds = (WORKER, PERSON)
        return {name: each for kind in kinds for (of, name), each in self.ids.items() if of == kind}

    def goal(self, external: str) -> str:
        """Return a change goal's id."""
        return self.ids[GOAL, external]

    def about(self, external: str) -> WorkerRecord:
        """Return what the folder says of a worker."""
        return next(each for each in self.case.workers if each.id == external)

    def plain(self) -> Row:
        """Return what a row brought in by the importer begins with."""
        return {
            "id": new_id(),
            "family_id": self.family_id,
            "recorded_at": self.now,
            "recorded_by": IMPORTER,
        }

    def known(self, asked: str) -> Rows:
        """Yield what lets a worker ask after the family by exactly this, if keys are at hand."""
        if self.keyring is not None:
            row = {"key": self.keyring.blind(asked), "team_id": self.team_id}
            yield ("known_family", self.plain() | row)

    def marked(self, mark: str, persons: list[str]) -> Row:
        """Return what a marked row of the importer begins with."""
        return self.plain() | {
            "discipline": IMPORTER,
            "employer": "",
            "mark": mark,
            "mark_persons": persons,
        }

    def signed(self, worker: str, at: datetime) -> Row:
        """Return what a row written by a worker begins with."""
        author = self.about(worker)
        return self.plain() | {
            "recorded_at": at,
            "recorded_by": self.worker(worker),
            "discipline": author.discipline,
            "employer": author.employer,
        }

    def using_abuse(self) -> list[str]:
        """Return the persons from whom a survivor’s information is kept when none is named."""
        found = (r.a for r in self.case.relationships if r.kind == "abuse_towards")
        return self.persons(tuple(dict.fromkeys(found)))

    def kept_by_default(self, mark: str) -> list[str]:
        """Return whom a bare mark concerns, where the folder names a kind and no persons."""
        return self.using_abuse() if mark == SURVIVOR_PROTECTED else []
