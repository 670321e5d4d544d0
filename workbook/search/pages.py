"""Search over families, people and entries. What is looked for is never part of an address."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from workbook.search import forms, queries, rules
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.web.forms import Form

TEMPLATE: Final = "workbook/search/results.html"
TITLE: Final = "Search"


class SearchPages(Controller):
    """Finding one's way."""

    @get("/search", sync_to_thread=True, name="search.ask", opt={"may": May.READ})
    def ask(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show the search alone, for whoever reloads or comes back to a page of results."""
        desk.require(May.READ)
        return desk.page(
            TEMPLATE, forms.SearchPage(words="", may_open=may_open(desk)), title=TITLE, active=""
        )

    @post(
        "/search", sync_to_thread=True, name="search.found", opt={"may": May.READ}, status_code=200
    )
    def find(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[str]:
        """Show what holds these words, among what this worker may see."""
        desk.require(May.READ)
        words = form.text(
            "words", rules.MOST_CHARACTERS, required="Enter a name, a reference or a word"
        )
        if form.problems:
            page = forms.SearchPage(words=words, problems=form.problems, may_open=may_open(desk))
            return desk.again(TEMPLATE, page, title=TITLE, active="")
        with desk.reading() as session:
            page = forms.results(
                words,
                candidates=queries.candidates(session),
                entries=queries.entries_with(session, words=rules.search_words(words)),
                may_open=may_open(desk),
            )
        found = forms.families_found(page)
        desk.note_in_system(
            "searched", words=desk.keyed(words), found=len(found), families=sorted(set(found))
        )
        return desk.page(TEMPLATE, page, title=TITLE, active="")


def may_open(desk: Desk) -> bool:
    """Tell whether this worker may ask after a family that they do not work with."""
    return may(desk.actor, May.BREAK_GLASS)


PAGES: Final[tuple[type[Any], ...]] = (SearchPages,)
