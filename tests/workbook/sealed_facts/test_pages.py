"""Sealed facts: in no page until somebody presses for one, and then noted; in no file in plain."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from exports.gatekeeper.queries import seen
from exports.gatekeeper.service import look
from modules.catalogue import Catalogue
from tests.browser import Browser
from tests.builders import cases
from tests.builders.families import NOW, TODAY, a_family
from tests.builders.recording import rows
from tests.workbook.conftest import SignedIn
from workbook import audit
from workbook.cases.service import bring_in_folder
from workbook.clock import utc_now
from workbook.db import Database, new_id
from workbook.encryption import Keyring, add_key
from workbook.families.tables import ContactDetail, Household
from workbook.resealing import reseal
from workbook.sealed_facts.rules import KEEPERS, KINDS, place_of
from workbook.sealed_facts.service import NewFact, sealed_row
from workbook.sealed_facts.tables import SealedFact
from workbook.site import Site
from workbook.staff.tables import Worker
from workbook.wall.reading import LOCATES
from workbook.wall.viewer import Viewer, gatekeeper, importer

ADDRESS, NUMBER = "41 Larkspur Rise, Ottermere", "01632 960441"
SEEN_BY = ("social_worker", "team_manager", "childrens_practitioner", "da_survivor_worker")


def brought(database: Database, folder: Path, catalogue: Catalogue) -> str:
    """Bring in a family with a protected address and a sealed number; return its id."""
    home = cases.a_family()["households"][0] | {"address": ADDRESS}
    contact = {"person": "ann", "channel": "mobile", "value": NUMBER, "safe": True, "sealed": True}
    family = cases.a_family(households=[home], contact_details=[contact])
    found = bring_in_folder(database, cases.a_case(folder, family=family), catalogue, NOW)
    return found.family_id


def worker(database: Database, discipline: str = "social_worker") -> Viewer:
    with database.reading(importer(TODAY)) as session:
        row = session.execute(
            select(Worker.id, Worker.team_id).where(Worker.discipline == discipline)
        ).one()
    return Viewer(worker_id=row.id, discipline=discipline, team_id=row.team_id, today=TODAY)


def test_those_who_keep_facts_are_those_whom_the_wall_gives_them() -> None:
    assert all(f"'{one}'" in LOCATES for one in KEEPERS)
    assert LOCATES.count("'") == 2 * len(KEEPERS)


def test_a_case_brings_in_no_plain_value(
    either_database: Database, tmp_path: Path, catalogue: Catalogue
) -> None:
    family_id = brought(either_database, tmp_path / "case", catalogue)
    with either_database.reading(worker(either_database)) as session:
        assert session.scalars(select(Household.address)).all() == [""]
        assert session.scalars(select(ContactDetail.value)).all() == [""]
    eyes = look(either_database, worker(either_database), family_id=family_id, now=utc_now())
    assert eyes.same
    assert sorted(one.value for one in eyes.all.facts) == sorted([ADDRESS, NUMBER])


def test_no_page_holds_it_until_somebody_presses_and_that_is_noted(
    site: Site, tmp_path: Path, catalogue: Catalogue
) -> None:
    family_id = brought(site.database, tmp_path / "case", catalogue)
    who = worker(site.database)
    browser = Browser(site, worker_id=who.worker_id)
    network = browser.get(f"/families/{family_id}/network").text
    assert "Protected address" in network
    for page in (network, browser.get(f"/families/{family_id}").text):
        assert ADDRESS not in page
        assert NUMBER not in page
    with site.database.reading(who) as session:
        facts = session.execute(select(SealedFact.id, SealedFact.kind)).all()

    shown = {
        fact.kind: browser.post(f"/families/{family_id}/sealed/{fact.id}/open", {}, expect=200).text
        for fact in facts
    }
    browser.close()

    assert ADDRESS in shown["address"]
    assert NUMBER in shown["phone"]
    with site.database.reading(who) as session:
        noted = session.execute(
            select(audit.AuditEvent.object_id, audit.AuditEvent.detail).where(
                audit.AuditEvent.act == "sealed_fact_opened"
            )
        ).all()
    assert {row.object_id for row in noted} == {fact.id for fact in facts}
    assert ADDRESS not in str(noted)


class TestWhoMayOpen:
    @pytest.mark.parametrize(
        "by", ["da_perpetrator_worker", "recovery_worker", "conference_chair", "business_support"]
    )
    def test_nobody_else_finds_that_there_is_one(
        self, site: Site, signed_in: SignedIn, by: str
    ) -> None:
        family = a_family(site.database)
        fact = sealed(site, family.id, family.survivor)
        browser = signed_in(family, by=by)
        browser.post(f"/families/{family.id}/sealed/{fact}/open", {}, expect=404)
        browser.fetch(f"/families/{family.id}/sealed/add")
        assert rows(site, family, SealedFact, by=by) == []
        assert "Sealed facts" not in browser.get(f"/families/{family.id}/network").text

    @pytest.mark.parametrize("by", SEEN_BY)
    def test_those_who_keep_people_safe_do(self, site: Site, signed_in: SignedIn, by: str) -> None:
        family = a_family(site.database)
        fact = sealed(site, family.id, family.survivor)
        page = signed_in(family, by=by).post(
            f"/families/{family.id}/sealed/{fact}/open", {}, expect=200
        )
        assert "Fern Lane School" in page.text
        assert page.headers["cache-control"].startswith("no-store")

    def test_a_document_reads_none(self, site: Site) -> None:
        family = a_family(site.database)
        sealed(site, family.id, family.survivor)
        who = Viewer(
            worker_id=family.workers["social_worker"], discipline="social_worker",
            team_id=family.team_id, today=TODAY,
        )  # fmt: skip
        for viewer in (who.for_readers("conference"), who.for_readers("family", (family.other,))):
            with site.database.reading(viewer) as session:
                assert session.scalars(select(SealedFact.id)).all() == []


class TestSealing:
    def test_a_fact_is_sealed_and_changed_and_the_old_one_no_longer_stands(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        browser = signed_in(family)
        add = f"/families/{family.id}/sealed/add"
        first = {"submit_key": new_id(), "kind": "school", "person": family.child,
                 "value": "Fern Lane School", "known_by": [family.survivor]}  # fmt: skip
        for _ in range(2):
            browser.post(add, first)
        [fact] = rows(site, family, SealedFact)
        assert "Fern Lane" not in fact.value
        assert "Fern Lane" not in browser.get(f"{add}?replaces={fact.id}").text
        browser.post(add, {"submit_key": new_id(), "replaces": fact.id, "value": "Ash School"})

        newest = next(one for one in rows(site, family, SealedFact) if one.replaces_id)
        assert (newest.kind, newest.person_id) == ("school", family.child)
        page = browser.get(f"/families/{family.id}/network").text
        assert page.count("School or nursery of Kim Reed</h3>") == 1
        opening = f"/families/{family.id}/sealed/{newest.id}/open"
        assert "Ash School" in browser.post(opening, {}, expect=200).text
        browser.post(f"/families/{family.id}/sealed/{fact.id}/open", {}, expect=404)

    def test_an_incomplete_form_comes_back_with_every_word(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        sent = {"submit_key": new_id(), "value": "Ash School"}
        page = signed_in(family).post(f"/families/{family.id}/sealed/add", sent, expect=422).text
        assert "Ash School" in page
        assert "Choose whose it is" in page

    def test_a_role_that_keeps_none_is_refused(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        browser = signed_in(family, by="da_perpetrator_worker")
        browser.get(f"/families/{family.id}/sealed/add", expect=403)


def sealed(site: Site, family_id: str, person_id: str, value: str = "Fern Lane School") -> str:
    new = NewFact(kind="school", value=value, person_id=person_id, submit_key=new_id())
    row = sealed_row(site.keyring, new, family_id=family_id, by="importer", now=NOW)
    with site.database.writing(importer(TODAY)) as session:
        session.execute(insert(SealedFact), [row])
    return str(row["id"])


def test_the_file_holds_none_of_a_thousand_values_in_plain(
    database_url: str, database: Database
) -> None:
    family = a_family(database)
    canaries = [f"Canary {number} of Sealed Lane" for number in range(1_000)]
    made = [
        sealed_row(
            database.keyring,
            NewFact(kind=list(KINDS)[number % len(KINDS)], value=value,
                    person_id=family.survivor, submit_key=new_id()),
            family_id=family.id, by="importer", now=NOW,
        )
        for number, value in enumerate(canaries)
    ]  # fmt: skip
    with database.writing(importer(TODAY)) as session:
        session.execute(insert(SealedFact), made)
    database.close()
    path = Path(database_url.removeprefix("sqlite:///"))
    kept = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    found = sum(one.encode() in kept for one in canaries)
    print(f"sealed values found in the file: {found} of {len(canaries):,}")
    assert found == 0


def test_a_value_moved_to_another_row_does_not_open(database: Database) -> None:
    family = a_family(database)
    new = NewFact(kind="phone", value=NUMBER, person_id=family.survivor, submit_key=new_id())
    row = sealed_row(database.keyring, new, family_id=family.id, by="importer", now=NOW)
    from workbook.encryption import BrokenSealError  # noqa: PLC0415 -- only this test needs it

    assert database.keyring.open_sealed(row["value"], place=place_of(row["id"])) == NUMBER
    with pytest.raises(BrokenSealError):
        database.keyring.open_sealed(row["value"], place=place_of(new_id()))


def test_every_value_is_sealed_anew_under_the_newest_key(
    either_url: str, either_database: Database, tmp_path: Path, catalogue: Catalogue
) -> None:
    family_id = brought(either_database, tmp_path / "case", catalogue)
    old = either_database.keyring
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    lines = [f"blind {old.blind_key.hex()}", *(f"{k} {v.hex()}" for k, v in old.keys.items())]
    kept = folder / "seal-keys.txt"
    kept.write_text("\n".join(lines) + "\n")
    kept.chmod(0o600)
    add_key(folder)
    newer = Keyring.load(folder)

    found = reseal(either_url, newer)
    again = reseal(either_url, newer)

    assert (found.changed, found.old) == (2, 0)
    assert (again.changed, again.old) == (0, 0)
    only_new = Keyring(
        keys={newer.newest: newer.keys[newer.newest]}, newest=newer.newest,
        blind_key=newer.blind_key,
    )  # fmt: skip
    with either_database.reading(gatekeeper(family_id, TODAY)) as session:
        gate = seen(session, only_new, family_id=family_id)
    assert sorted(one.value for one in gate.facts) == sorted([ADDRESS, NUMBER])


def test_the_database_takes_no_other_change_after_the_keys_were_changed(
    database_url: str, database: Database, tmp_path: Path, catalogue: Catalogue
) -> None:
    brought(database, tmp_path / "case", catalogue)
    reseal(database_url, database.keyring)
    owner = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        owner.execute("update sealed_fact__t set value = 'x'")
    owner.close()
