"""Recording an entry: what is saved, in how few statements, and what is never lost."""

from tests.browser import counted_statements
from tests.builders.families import a_family
from tests.workbook.conftest import SignedIn
from workbook.db import new_id
from workbook.site import Site


def test_shows_the_form(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    page = signed_in(family).get(f"/families/{family.id}/record?kind=home_visit").text
    assert "Record an entry" in page


def test_saves_a_note(site: Site, signed_in: SignedIn) -> None:
    family = a_family(site.database)
    fields = {"submit_key": new_id(), "kind": "home_visit", "day": "yesterday", "time": "10:00",
              "note": "A visit."}  # fmt: skip
    with counted_statements(site.database) as sent:
        signed_in(family).post(f"/families/{family.id}/record", fields)
    print(len(sent), sent)
