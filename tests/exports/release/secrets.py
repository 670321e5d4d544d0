"""Made-up places, numbers and slips for tests of what must not leave."""

from tests.builders.entries import contribution_row, entry_row, put
from tests.builders.families import NOW, TODAY, BuiltFamily
from workbook.db import Database, new_id
from workbook.entries.tables import Contribution, Entry
from workbook.families.tables import ContactDetail, Household, HouseholdMember
from workbook.wall.viewer import IMPORTER

ADDRESS = "Flat 9, 41 Quillon Terrace, Ottermere, QX3 4ZZ"
SLIP = "She is settled at 41 Quillon Terrace now."
HINT = "They walk over the bridge to the shop."


def a_hidden_home(
    database: Database, family: BuiltFamily, address: str = ADDRESS, *, of: str = ""
) -> None:
    """Add a protected address, the survivor's unless it is said whose."""
    signed = {"recorded_at": NOW, "recorded_by": IMPORTER, "family_id": family.id}
    home = signed | {"id": new_id(), "address": address, "protected": True, "known_by": []}
    put(database, Household, home)
    living = {
        "id": new_id(), "household_id": home["id"], "person_id": of or family.survivor,
        "starts_on": TODAY, "ends_on": None, "protected": True,
    }  # fmt: skip
    put(database, HouseholdMember, signed | living)


def a_sealed_number(database: Database, family: BuiltFamily, value: str) -> None:
    """Add a way to reach the survivor that nobody else may know."""
    row = {
        "id": new_id(), "recorded_at": NOW, "recorded_by": IMPORTER, "family_id": family.id,
        "person_id": family.survivor, "channel": "mobile", "value": value, "safe": True,
        "sealed": True,
    }  # fmt: skip
    put(database, ContactDetail, row)


def typed(database: Database, family: BuiltFamily, *answers: str) -> list[str]:
    """Type each text into an answer that may be shared with the family; return the entries."""
    entries = []
    for number, words in enumerate(answers):
        entry = entry_row(family, mark="family_shared", days_ago=number + 1)
        put(database, Entry, entry)
        answer = contribution_row(
            entry, module_key="sustaining", section_key="common", subject_kind="child",
            subject_ids=[family.child],
            answers={("analysis", "lived_experience", "impact_on_child")[number]: words},
        )  # fmt: skip
        put(database, Contribution, answer)
        entries.append(str(entry["id"]))
    return entries
