"""Adding, linking and letting go of those who may sign in, on the command line."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from tests.builders.staff import PASSWORD
from workbook.cli import cli
from workbook.clock import london_day, utc_now
from workbook.db import Database
from workbook.staff import queries, service
from workbook.staff.provider.tables import ProviderLink
from workbook.staff.tables import Account
from workbook.wall.viewer import Viewer, doorkeeper

ISSUER = "https://login.example/tenant/v2.0"
OID = "6f1d0c1e-0000-4000-8000-00000000000a"
ADD = (
    "staff", "add", "--name", "Priya Nair", "--discipline", "social_worker",
    "--employer", "Exampleshire Council", "--team", "North",
)  # fmt: skip


def seat() -> Viewer:
    return doorkeeper(london_day(utc_now()))


def run(url: str, *words: str, issuer: str = ISSUER) -> Result:
    variables = {"WORKBOOK_DATABASE_URL": url}
    variables |= {"WORKBOOK_NEW_PASSWORD": PASSWORD} if words[0] == "staff" else {}
    return CliRunner().invoke(
        cli, words, env=variables | ({"WORKBOOK_PROVIDER_ISSUER": issuer} if issuer else {})
    )


def test_adds_a_worker_who_signs_in_with_a_password(database_url: str, database: Database) -> None:
    result = run(database_url, *ADD, "--sign-in-name", "Priya.Nair")

    assert "Priya Nair can sign in as priya.nair." in result.output
    with database.reading(seat()) as session:
        found = queries.credentials(session, sign_in_name="priya.nair")
    assert service.is_right_password(found, PASSWORD)


def test_adds_a_worker_who_has_no_password_at_all(database_url: str, database: Database) -> None:
    result = run(database_url, *ADD, "--account-key", OID)

    assert result.exit_code == 0
    with database.reading(seat()) as session:
        assert session.scalars(select(Account.worker_id)).all() == []
        assert session.scalars(select(ProviderLink.account_key)).all() == [OID]


def test_refuses_a_worker_with_no_way_to_sign_in(database_url: str) -> None:
    result = run(database_url, *ADD)

    assert result.exit_code == 1
    assert "--account-key" in result.output


@pytest.mark.parametrize("who", ["priya.nair", "Priya Nair"])
def test_links_unlinks_and_lets_go_by_either_name(
    database_url: str, database: Database, who: str
) -> None:
    run(database_url, *ADD, "--sign-in-name", "priya.nair")

    assert run(database_url, "staff", "link", who, OID).exit_code == 0
    with database.reading(seat()) as session:
        assert session.scalars(select(ProviderLink.issuer)).all() == [ISSUER]
    assert run(database_url, "staff", "unlink", who).exit_code == 0
    with database.reading(seat()) as session:
        assert session.scalars(select(ProviderLink.issuer)).all() == []
    assert run(database_url, "staff", "leave", who).exit_code == 0
    with database.reading(seat()) as session:
        assert queries.credentials(session, sign_in_name="priya.nair") is None


def test_an_account_belongs_to_one_worker(database_url: str) -> None:
    run(database_url, *ADD, "--account-key", OID)
    other = [word.replace("Priya Nair", "Tom Hale") for word in ADD]

    result = run(database_url, *other, "--account-key", OID)
    assert result.exit_code == 1
    assert "linked to somebody else" in result.output


@pytest.mark.parametrize(
    "words", [("link", "nobody", OID), ("unlink", "nobody"), ("leave", "nobody")]
)
def test_says_that_nobody_is_called_so(database_url: str, words: tuple[str, ...]) -> None:
    result = run(database_url, "staff", *words)

    assert result.exit_code == 1
    assert "Nobody who works here is called nobody" in result.output


def test_linking_needs_a_provider(database_url: str) -> None:
    run(database_url, *ADD, "--sign-in-name", "priya.nair")
    result = run(database_url, "staff", "link", "priya.nair", OID, issuer="")

    assert result.exit_code == 1
    assert "WORKBOOK_PROVIDER_ISSUER is missing" in result.output


def test_a_new_sealing_key_is_added_beside_the_old_one(database_url: str) -> None:
    assert "was added" in run(database_url, "keys", "add", issuer="").output
