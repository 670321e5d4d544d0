"""Making the made-up council: its families, its workers and their ways to sign in."""

import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.catalogue import Catalogue
from workbook.cases import checks
from workbook.cases.entry_shapes import Case
from workbook.cases.files import read_folder
from workbook.cases.problems import listed
from workbook.cases.service import Brought, bring_in
from workbook.cases.shapes import WorkerRecord
from workbook.cases.tables import Imported
from workbook.clock import london_day
from workbook.db import Database
from workbook.demo.happenings import happen
from workbook.demo.office import OFFICE, code_now, employ, has_code
from workbook.demo.settling import settle
from workbook.demo.shift import moved, newest_day, weeks_until
from workbook.encryption import Keyring
from workbook.errors import BadRecordError, ServiceError
from workbook.site import Demonstration
from workbook.staff import queries
from workbook.staff import service as staff
from workbook.staff.access import DISCIPLINES
from workbook.staff.tables import Account, Team, Worker
from workbook.wall.viewer import importer

DATABASE_URL: Final = "sqlite:///var/demonstration.db"
COUNCIL: Final = "Brackwater Vale Council"
FOLDER: Final = Path(__file__).parent / "families"
ANCHOR: Final = date(2026, 11, 20)
PASSWORD: Final = "a quiet lane in spring"  # noqa: S105 -- of people who do not exist


class OccupiedError(ServiceError):
    """The database holds records that are not the made-up council’s."""

    status: ClassVar[int] = 409
    heading: ClassVar[str] = "This database is in use"


def make_council(
    database: Database,
    catalogue: Catalogue,
    now: datetime,
    *,
    folder: Path = FOLDER,
    keyring: Keyring | None = None,
) -> list[Brought]:
    """Bring in every made-up family, moved so that the newest of it is of these days.

    All families come in one transaction. Those that are there already stay as they are, so
    running it again adds nothing.

    Raises:
        OccupiedError: the database holds anything that is not this council’s.
        BadRecordError: a made-up family has problems. Nothing was brought in.
    """
    cases = _cases(folder, catalogue)
    today = london_day(now)
    weeks = weeks_until(today, anchor=ANCHOR, newest=newest_day(cases))
    with database.writing(importer(today)) as session:
        _refuse_other_records(session, cases)
        there = set(session.scalars(select(Imported.family_reference).distinct()))
        brought = [
            bring_in(
                session,
                case=moved(case, weeks=weeks),
                catalogue=catalogue,
                now=now,
                keyring=keyring,
                seals=database.keyring,
            )
            for case in cases
            if case.family.reference not in there
        ]
        _open_accounts(session, _workers(cases))
        employ(
            session,
            employer=COUNCIL,
            team=cases[0].family.team,
            password=PASSWORD,
            keyring=keyring,
            now=now,
        )
        manager = next(
            worker for worker in queries.staff(session) if worker.discipline == "team_manager"
        )
    if brought:
        settle(database, manager=manager, catalogue=catalogue, now=now)
    if brought and keyring and folder == FOLDER:
        happen(database, keyring=keyring, now=now)
    return brought


def sign_ins(folder: Path = FOLDER) -> tuple[tuple[str, str, str], ...]:
    """Return everybody who can sign in: sign-in name, name and discipline.

    The password is the same for all: `PASSWORD`.
    """
    cases = [read_folder(each).case() for each in _folders(folder)]
    return tuple(
        (name, worker.name, DISCIPLINES[worker.discipline])
        for worker, name in _workers(cases).items()
    ) + tuple((one.sign_in_name, one.name, role_of(one.discipline)) for one in OFFICE)


def demonstration() -> Demonstration:
    """Return what the sign-in page of the made-up council tells whoever looks round."""
    return Demonstration(people=sign_ins(), password=PASSWORD, code=code_now)


def role_of(discipline: str) -> str:
    """Say a role, and that it signs in with a code as well."""
    return f"{DISCIPLINES[discipline]}{', with a code' if has_code(discipline) else ''}"


def _folders(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/family.json"))


def _cases(folder: Path, catalogue: Catalogue) -> list[Case]:
    cases, problems = [], []
    for each in _folders(folder):
        found = read_folder(each)
        wrong = list(found.problems)
        if found.whole:
            wrong += checks.problems_of(found.case(), catalogue, unread=found.unread)
        problems += [f"{each.name}: {problem}" for problem in listed(wrong)]
        cases.append(found.case())
    if problems:
        raise BadRecordError(problems)
    return cases


def _workers(cases: list[Case]) -> dict[WorkerRecord, str]:
    """Return each worker once, with a sign-in name of their own, in order of those names."""
    found: dict[tuple[str, str, str], WorkerRecord] = {}
    for case in cases:
        for worker in case.workers:
            found.setdefault(_identity(worker), worker)
    names: dict[str, WorkerRecord] = {}
    for _, worker in sorted(found.items()):
        name = _sign_in_name(worker.name)
        turn = 1 + sum(each.rstrip("0123456789") == name for each in names)
        names[name if turn == 1 else f"{name}{turn}"] = worker
    return {worker: name for name, worker in names.items()}


def _identity(worker: WorkerRecord) -> tuple[str, str, str]:
    return worker.name, worker.discipline, worker.employer


def _sign_in_name(name: str) -> str:
    """Return first.last in the letters that every keyboard has."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = [re.sub(r"[^a-z-]", "", word) for word in plain.split()]
    return f"{words[0]}.{words[-1]}"


def _refuse_other_records(session: Session, cases: list[Case]) -> None:
    """Stop when anything here is not this council’s.

    Families cannot be read from here, but each has a team, and each team is one of ours or not.
    """
    teams = set(session.scalars(select(Team.name)))
    references = set(session.scalars(select(Imported.family_reference).distinct()))
    workers = {
        (row.name, row.discipline, row.employer)
        for row in session.execute(select(Worker.name, Worker.discipline, Worker.employer))
    }
    ours = (
        {case.family.team for case in cases},
        {case.family.reference for case in cases},
        {_identity(worker) for worker in _workers(cases)}
        | {(one.name, one.discipline, COUNCIL) for one in OFFICE},
    )
    # Once its families are there, whoever tries it out may have added workers.
    is_ours = bool(references) or workers <= ours[2]
    if not (teams <= ours[0] and references <= ours[1] and is_ours):
        raise OccupiedError(
            "This database holds records that are not the demonstration’s, so nothing was added."
            " Name a database that does not exist yet, and run this again."
        )


def _open_accounts(session: Session, workers: dict[WorkerRecord, str]) -> None:
    """Give each worker an account; one that is there keeps the password it has."""
    have = set(session.scalars(select(Account.worker_id)))
    ids = {
        (row.name, row.discipline, row.employer): row.id
        for row in session.execute(
            select(Worker.id, Worker.name, Worker.discipline, Worker.employer)
        )
    }
    for worker, name in workers.items():
        worker_id = ids[_identity(worker)]
        if worker_id not in have:
            staff.add_account(session, worker_id=worker_id, sign_in_name=name, password=PASSWORD)
