"""What the database says of a row never reaches a log or a page: PostgreSQL quotes rows whole."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from tests.builders.entries import entry_row, put
from tests.builders.families import TODAY, BuiltFamily, a_family
from tests.workbook.web.gallery import pages
from workbook.db import Database
from workbook.entries.tables import Entry
from workbook.wall.viewer import importer
from workbook.web.errors import error_pages

WORDS = "CANARY at 4 Nowhere Row"


def twice(family: BuiltFamily) -> list[dict[str, Any]]:
    row = entry_row(family, note=WORDS, headline=WORDS)
    return [row, row]


def without_a_kind(family: BuiltFamily) -> list[dict[str, Any]]:
    return [entry_row(family, note=WORDS, kind=None)]


def of_no_family(family: BuiltFamily) -> list[dict[str, Any]]:
    return [entry_row(family, note=WORDS, family_id="f" * 32)]


def too_long(family: BuiltFamily) -> list[dict[str, Any]]:
    return [entry_row(family, note=WORDS, kind=WORDS * 9)]


@pytest.mark.parametrize("rows", [twice, without_a_kind, of_no_family, too_long])
def test_a_broken_row_is_quoted_neither_in_the_log_nor_on_the_page(
    either_database: Database, rows: Callable[[BuiltFamily], list[dict[str, Any]]]
) -> None:
    family = a_family(either_database)
    wrong = rows(family)

    @get("/broken", sync_to_thread=False)
    def broken() -> str:
        with either_database.writing(importer(TODAY)) as session:
            session.execute(insert(Entry), wrong)
        return ""

    handlers = error_pages(
        pages.gallery_environment(), council="Council", service="Workbook", assets="/static/x"
    )
    app = Litestar([broken], exception_handlers=handlers, openapi_config=None)  # type: ignore[arg-type]
    with TestClient(app, raise_server_exceptions=False) as browser, capture_logs() as lines:
        answer = browser.get("/broken")

    is_broken = answer.status_code == 500  # SQLite does not mind a text that is too long
    assert is_broken or (rows is too_long and answer.status_code == 200)
    assert "CANARY" not in answer.text
    assert "CANARY" not in str(lines)
    assert len(lines) == is_broken


def test_the_database_itself_would_have_quoted_the_row(either_database: Database) -> None:
    family = a_family(either_database)

    with pytest.raises(DBAPIError, match="CANARY"):
        put(either_database, Entry, *twice(family))
