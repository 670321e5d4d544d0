"""Sealed and protected places are compared at night too, and no question tells what they are."""

import random
from collections.abc import Sequence

import msgspec
import pytest
from sqlalchemy import insert, select

from tests.browser import Browser
from tests.builders.families import NOW, TODAY, BuiltFamily, a_family
from tests.builders.reach import SIGNED, looking
from tests.workbook.reach.conftest import SignIn
from workbook.audit import AuditEvent
from workbook.db import Database, new_id
from workbook.encryption import Keyring
from workbook.families.tables import (
    ContactDetail,
    FamilyMember,
    Household,
    HouseholdMember,
    Person,
)
from workbook.reach.matches.queries import QUESTIONS
from workbook.reach.matches.rules import Question
from workbook.reach.matches.service import NOT_SAID, about, match
from workbook.reach.matching import Traits, address_of, hashed, phone_of, postcode_of
from workbook.reach.tables import MatchProposal, StaffDetails
from workbook.sealed_facts.service import NewFact, sealed_row
from workbook.sealed_facts.tables import SealedFact
from workbook.site import Site
from workbook.staff.tables import Worker
from workbook.wall.viewer import importer, monitor

STAFF, PEOPLE = 520, 1_600
# How a place is kept, and in what worker and person are alike.
PLANTED = (
    ("sealed home", "address"), ("sealed home", "postcode"), ("sealed contact", "phone"),
    ("sealed alone", "address"), ("sealed alone", "phone"), ("sealed name", "surname"),
    ("protected, plain", "address"), ("sealed number, plain", "phone"),
)  # fmt: skip
PAIRS = 10


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody made up lives, in two spellings, and their number."""

    home: str
    number: str

    @property
    def traits(self) -> Traits:
        """What a worker who lives there would give of themself."""
        return Traits(
            postcode=frozenset({postcode_of(self.home)}),
            address=frozenset({address_of(self.home)}),
            phone=frozenset({phone_of(self.number)}),
        )


def place(chance: random.Random, number: int) -> Place:
    """Return a place of a town with 2,000 streets and 3,240 postcodes."""
    code = f"QX{chance.randint(1, 60)} {chance.randint(1, 9)}A{chance.choice('BDEFGH')}"
    home = f"{chance.randint(1, 90)} Street {chance.randint(1, 2000)}, Brackwater, {code}"
    return Place(home=home, number=f"01632 {number:06d}")


def alike(theirs: Place, kind: str, number: int) -> Place:
    """Return a worker's place that is alike to somebody's in one thing, written otherwise."""
    first, _, code = theirs.home.replace(", Brackwater", "").rpartition(", ")
    apart = f"{number} Lonely Lane"
    match kind:
        case "address":
            return Place(home=f"{first.upper()}, {code.lower().replace(' ', '')}", number="")
        case "postcode":
            return Place(home=f"{apart}, {code.replace(' ', '').lower()}", number="")
        case "phone":
            return Place(home=apart, number=theirs.number.replace("01632 ", "+44 (0)1632"))
    return Place(home=apart, number="")


class Town:
    """Rows of made-up families and staff, with whom a question must be asked about."""

    def __init__(self, keyring: Keyring, family: BuiltFamily) -> None:
        self.keyring, self.family = keyring, family
        self.rows: dict[type, list[dict[str, object]]] = {
            table: [] for table in (Person, FamilyMember, Household, HouseholdMember,
                                    ContactDetail, SealedFact, Worker, StaffDetails)
        }  # fmt: skip

    def add(self, table: type, **values: object) -> str:
        """Add a row of the family and return its id."""
        row = {**SIGNED, "id": new_id(), "family_id": self.family.id, **values}
        self.rows[table].append(row)
        return str(row["id"])

    def seal(self, kind: str, value: str, **of: str) -> None:
        """Add a sealed fact."""
        new = NewFact(kind=kind, value=value, submit_key=new_id(), **of)
        row = sealed_row(self.keyring, new, family_id=self.family.id, by="importer", now=NOW)
        self.rows[SealedFact].append(row)

    def person(self, name: str, at: Place, how: str) -> str:
        """Add somebody, with where they live kept in this way."""
        person = new_id()
        self.rows[Person].append({**SIGNED, "id": person, "name": name})
        self.add(
            FamilyMember, person_id=person, kind="adult", side="", discipline="", employer=""
        )  # fmt: skip
        is_closed = how.startswith(("sealed home", "protected"))
        if how != "sealed alone":
            home = self.add(
                Household, address="" if how == "sealed home" else at.home, protected=is_closed,
                known_by=[],
            )  # fmt: skip
            self.add(HouseholdMember, household_id=home, person_id=person, starts_on=None,
                     ends_on=None, protected=is_closed)  # fmt: skip
            if how == "sealed home":
                self.seal("address", at.home, household_id=home)
        if how == "sealed alone":
            self.seal("address", at.home, person_id=person)
            self.seal("phone", at.number, person_id=person)
        elif how != "sealed home":
            hidden = how.startswith(("sealed contact", "sealed number"))
            contact = self.add(
                ContactDetail, person_id=person, channel="mobile", safe=True, sealed=hidden,
                value="" if how == "sealed contact" else at.number,
            )  # fmt: skip
            if how == "sealed contact":
                self.seal("phone", at.number, contact_id=contact)
        if how == "sealed name":
            self.seal("new_name", f"Some {name.rsplit(maxsplit=1)[-1]}new", person_id=person)
        return person

    def worker(self, name: str, at: Place) -> str:
        """Add a worker who has given their address and number."""
        worker = new_id()
        kept = hashed(at.traits, self.keyring.blind)
        self.rows[Worker].append({
            "id": worker, "name": name, "discipline": "social_worker", "employer": "x",
            "team_id": self.family.team_id, "left_on": None,
        })  # fmt: skip
        own = {kind: next(iter(getattr(kept, kind)), "") for kind in ("postcode", "address",
                                                                      "phone")}  # fmt: skip
        self.rows[StaffDetails].append({**SIGNED, "id": new_id(), "recorded_by": worker, **own})
        return worker

    def save(self, database: Database) -> None:
        """Keep it all."""
        with database.writing(importer(TODAY)) as session:
            for table, rows in self.rows.items():
                session.execute(insert(table), rows)


def questions(database: Database) -> Sequence[MatchProposal]:
    with database.reading(monitor(TODAY)) as session:
        return session.scalars(select(MatchProposal)).all()


def test_every_planted_likeness_to_a_sealed_place_is_found_among_520_staff(
    either_database: Database,
) -> None:
    chance = random.Random(11)  # noqa: S311 -- made-up people
    town = Town(either_database.keyring, a_family(either_database))
    wanted = {}
    hows = [how for how, _ in PLANTED]
    for n in range(PEOPLE):
        at = place(chance, 100_000 + n)
        pair, kept = divmod(n, PEOPLE // (PAIRS * len(PLANTED)))
        how = PLANTED[pair % len(PLANTED)] if not kept and pair < PAIRS * len(PLANTED) else None
        # Half of the others have something sealed too: false alarms come from them as well.
        person = town.person(f"Ann Rare{n}x", at, how[0] if how else hows[n % 5] if n % 2 else "")
        if how:
            surname = f"Rare{n}xnew" if how[1] == "surname" else f"Worker{n}"
            wanted[town.worker(f"Mo {surname}", alike(at, how[1], n)), person] = how
    for n in range(STAFF - len(wanted)):
        town.worker(f"Jo Other{n}", place(chance, n))
    town.save(either_database)

    asked = match(either_database, keyring=either_database.keyring, now=NOW)

    found = {(one.worker_id, one.person_id): one for one in questions(either_database)}
    missed = {pair: how for pair, how in wanted.items() if pair not in found}
    sealed = [one for pair, one in found.items() if not one.alike]
    false = [pair for pair in found if pair not in wanted]
    print(
        f"{len(wanted)} planted among {STAFF} staff and {PEOPLE:,} people, of 8 kinds;"
        f" {len(missed)} missed; {len(false)} questions for nothing"
        f" ({len(false) / STAFF:.2f} a worker), {len(sealed)} without a word of why"
    )
    assert len(wanted) == PAIRS * len(PLANTED)
    assert missed == {}
    assert asked == len(found)
    assert len(false) < STAFF * 2
    assert all(found[pair].alike == [] for pair in wanted)
    assert_nothing_is_told(either_database, either_database.keyring, town)


def assert_nothing_is_told(database: Database, keyring: Keyring, town: Town) -> None:
    """No question and no note of one holds a place, a number, or which of them it is."""
    with database.reading(monitor(TODAY)) as session:
        kept = session.execute(QUESTIONS).mappings().all()
        noted = str(session.execute(
            select(AuditEvent.act, AuditEvent.detail).where(AuditEvent.act == "match_asked")
        ).all())  # fmt: skip
    rows = [msgspec.convert(dict(row), Question) for row in kept]
    said = [about(one, keyring) for one in rows if not one.alike]
    assert said
    for words in said:
        assert words.endswith(f": {NOT_SAID}.")
        assert not {"postcode", "telephone", "surname", "Street"} & set(words.split())
    for row in town.rows[SealedFact]:
        assert str(row["value"]) not in noted


@pytest.fixture
def sealed_home(site: Site, family: BuiltFamily) -> Place:
    """The child’s mother lives at a protected address."""
    at = Place(home="41 Larkspur Rise, Ottermere, QX7 7QQ", number="01632 960441")
    own = {**SIGNED, "family_id": family.id}
    home = new_id()
    new = NewFact(kind="address", value=at.home, household_id=home, submit_key=new_id())
    with site.database.writing(importer(TODAY)) as session:
        session.execute(insert(Household), [
            {**own, "id": home, "address": "", "protected": True, "known_by": []}
        ])  # fmt: skip
        session.execute(insert(HouseholdMember), [
            {**own, "id": new_id(), "household_id": home, "person_id": family.survivor,
             "starts_on": None, "ends_on": None, "protected": True}
        ])  # fmt: skip
        row = sealed_row(site.keyring, new, family_id=family.id, by="importer", now=NOW)
        session.execute(insert(SealedFact), [row])
    return at


GIVEN = {"address": "41 larkspur rise", "postcode": "qx77qq", "phone": ""}


def test_the_page_asks_and_says_nothing_of_where(
    site: Site, sealed_home: Place, stranger: Browser, family: BuiltFamily, sign_in: SignIn
) -> None:
    stranger.post("/own-details", GIVEN)
    assert match(site.database, keyring=site.keyring, now=NOW) == 1

    page = sign_in(family.workers["information_governance"]).get("/matches").text

    assert f"Ann Reed ({family.name}, {family.reference}): {NOT_SAID}." in page
    for word in ("Larkspur", "QX7", "postcode", "the same"):
        assert word not in page
    assert sealed_home.home not in page


def test_nobody_finds_out_where_somebody_lives_by_trying_addresses_as_their_own(
    site: Site, sealed_home: Place, family: BuiltFamily, sign_in: SignIn
) -> None:
    del sealed_home
    officer = family.workers["information_governance"]
    browser = sign_in(officer)
    browser.post("/own-details", GIVEN)
    assert match(site.database, keyring=site.keyring, now=NOW) == 1

    assert "No question waits" in browser.get("/matches").text
    assert "who may know a family" not in browser.get("/").text
    [asked] = questions(site.database)
    browser.post(f"/matches/{asked.id}", {"knows": "no", "words": "I do not."}, expect=404)
    with site.database.reading(looking(family, officer, "information_governance")) as session:
        assert session.scalars(select(MatchProposal.id)).all() == []


def test_what_does_not_open_stops_no_night(
    site: Site, sealed_home: Place, stranger: Browser
) -> None:
    del sealed_home
    stranger.post("/own-details", GIVEN)
    other = msgspec.structs.replace(site.keyring, keys={"k2": b"z" * 32}, newest="k2")

    assert match(site.database, keyring=other, now=NOW) == 0
    assert match(site.database, keyring=site.keyring, now=NOW) == 1


@pytest.mark.parametrize("discipline", ["privacy_monitor", "system_administrator"])
def test_no_other_account_that_watches_reads_a_sealed_fact(
    site: Site, sealed_home: Place, family: BuiltFamily, discipline: str
) -> None:
    del sealed_home
    who = looking(family, family.workers[discipline], discipline)
    with site.database.reading(who) as session:
        assert session.scalars(select(SealedFact.id)).all() == []
    with site.database.reading(monitor(TODAY)) as session:
        assert len(session.scalars(select(SealedFact.id)).all()) == 1
