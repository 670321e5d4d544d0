"""The family workbook and the chronology."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy.orm import Session

from workbook.entries import queries as entries
from workbook.entries.rules import SavedAction, SavedRuler, SavedVoice
from workbook.errors import NotFoundError
from workbook.families import forms as family_forms
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile
from workbook.programme.queries import module_activity
from workbook.programme.rules import ModuleActivity
from workbook.staff.access import May, may
from workbook.staff.desk import Desk
from workbook.timeline import charts, forms, queries, rules
from workbook.timeline.queries import EventSources
from workbook.timeline.rules import Show, Tally, Told
from workbook.web.filters import day, plural
from workbook.web.parts import Identity, ModuleCard, SideLink, SideNavigation, TimelineItem
from workbook.web.words import DISCIPLINES

ID_LENGTH: Final = 32


class WorkbookPage(msgspec.Struct, frozen=True, kw_only=True):
    """The family workbook. `case`: this worker's role works with the case, not only around it."""

    identity: Identity
    side: SideNavigation
    case: bool
    saved_href: str
    modules: tuple[ModuleCard, ...]
    programme_note: str
    chart: charts.Chart | None
    actions: tuple[forms.ActionLine, ...]
    more_actions: int
    filters: tuple[SideLink, ...]
    items: tuple[TimelineItem, ...]
    moved: tuple[str, ...]
    held: tuple[str, ...]
    nothing: str
    record_href: str
    actions_href: str
    chronology_href: str
    later_href: str
    earlier_href: str
    earlier: str


class ChronologyPage(msgspec.Struct, frozen=True, kw_only=True):
    """What changed for the children, oldest first."""

    identity: Identity
    side: SideNavigation
    filters: tuple[SideLink, ...]
    events: tuple[forms.EventLine, ...]
    nothing: str


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What one page of a workbook is made from. `told` holds one entry more when there is more."""

    tally: Tally
    activity: Mapping[str, ModuleActivity]
    told: list[Told]
    voices: list[SavedVoice]
    modules: dict[str, set[str]]
    rulers: list[SavedRuler]
    actions: list[SavedAction]

    @property
    def shown(self) -> list[Told]:
        """Return the entries of this page."""
        return self.told[: rules.PAGE_SIZE]


class WorkbookPages(Controller):
    """One family's workbook."""

    @get(
        "/families/{family_id:str}",
        sync_to_thread=True,
        name="timeline.workbook",
        opt={"may": May.READ, "sitting": True},
    )
    def workbook(
        self,
        desk: NamedDependency[Desk],
        family_id: FromPath[str],
        show: FromQuery[str] = "",
        page: FromQuery[str] = "1",
        rulers: FromQuery[str] = "",
        saved: FromQuery[str] = "",
    ) -> Response[str]:
        """Show the programme, rulers over time, open actions and what everybody recorded."""
        desk.require(May.READ)
        number = page_number(page)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            opened = read(session, family=family, show=wanted_entries(show, family), number=number)
        if number > 1 and not opened.told:
            raise NotFoundError
        desk.note_reading("family_opened", family_id=family.id)
        return desk.page(
            "workbook/timeline/workbook.html",
            workbook_page(
                desk, family, opened, show=show, number=number, rulers=rulers, saved=saved
            ),
            title=family.name,
        )

    @get(
        "/families/{family_id:str}/chronology",
        sync_to_thread=True,
        name="timeline.chronology",
        opt={"may": May.READ_CASE, "sitting": True},
    )
    def chronology(
        self,
        desk: NamedDependency[Desk],
        event_sources: NamedDependency[EventSources],
        family_id: FromPath[str],
        child: FromQuery[str] = "",
    ) -> Response[str]:
        """Show the significant events in force, oldest first [domain 2.7]."""
        desk.require(May.READ_CASE)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            if child and child not in {one.id for one in family.children}:
                raise NotFoundError
            told = queries.significant_events(session, family_id=family.id)
            kept = event_sources.events(session, family_id=family.id)
            activity = activity_of(session, family_id=family.id)
        desk.note_reading("chronology_opened", family_id=family.id)
        return desk.page(
            "workbook/timeline/chronology.html",
            ChronologyPage(
                identity=family_forms.identity(family, actor=desk.actor, today=desk.today),
                side=side(desk, family, activity, current="chronology"),
                filters=forms.child_filters(family, child=child) if told or kept else (),
                events=forms.events(told, kept, family=family, child=child),
                nothing="No significant event affects this child yet." if child else "",
            ),
            title=f"{family.name}: chronology",
        )


def read(session: Session, *, family: FamilyFile, show: Show, number: int) -> Opened:
    """Read one page of a workbook, in as many statements for two entries as for two thousand."""
    told = queries.page(
        session,
        family_id=family.id,
        show=show,
        limit=rules.PAGE_SIZE + 1,
        offset=(number - 1) * rules.PAGE_SIZE,
    )
    ids = [one.entry.id for one in told[: rules.PAGE_SIZE]]
    return Opened(
        tally=queries.tally(session, family_id=family.id),
        activity=activity_of(session, family_id=family.id),
        told=told,
        voices=entries.voices(session, entry_ids=ids),
        modules=queries.modules_of(session, entry_ids=ids),
        rulers=queries.rulers(session, family_id=family.id),
        actions=entries.open_actions(session, family_ids=[family.id]),
    )


def workbook_page(
    desk: Desk,
    family: FamilyFile,
    opened: Opened,
    *,
    show: str,
    number: int,
    rulers: str,
    saved: str,
) -> WorkbookPage:
    """Return the family workbook as this worker sees it."""
    address, case = f"/families/{family.id}", may(desk.actor, May.READ_CASE)
    tally, today = opened.tally, desk.today
    cards = forms.module_cards(desk.catalogue, opened.activity, family_id=family.id)
    has_more = len(opened.told) > rules.PAGE_SIZE
    return WorkbookPage(
        identity=family_forms.identity(family, actor=desk.actor, today=today, link=False),
        side=side(desk, family, opened.activity, current="", open_actions=len(opened.actions)),
        case=case,
        saved_href=f"{address}/entries/{saved}" if is_id(saved) else "",
        modules=cards if case else (),
        programme_note=forms.programme_note(cards, opened_on=family.opened_on, today=today),
        chart=charts.chart_of(rules.readings(opened.rulers), wanted=rulers, family=family),
        actions=forms.action_lines(opened.actions, family=family, today=today),
        more_actions=max(len(opened.actions) - forms.MOST_ACTIONS, 0),
        filters=forms.filters(family, tally, show=show) if tally.total else (),
        items=forms.timeline_items(
            opened.shown,
            family=family,
            voices=opened.voices,
            modules=opened.modules,
            rulers=opened.rulers,
            catalogue=desk.catalogue,
            case=may(desk.actor, May.READ_CASE),
        ),
        moved=forms.moved_lines(tally.left) if number == 1 else (),
        held=forms.held_lines(tally.held, family=family, worker_id=desk.actor.id, today=today)
        if number == 1
        else (),
        nothing=nothing_words(tally, show=show, case=case),
        record_href=f"{address}/record" if may(desk.actor, May.RECORD) else "",
        actions_href=f"{address}/actions" if case else "",
        chronology_href=f"{address}/chronology" if case else "",
        later_href=page_address(address, show=show, number=number - 1),
        earlier_href=page_address(address, show=show, number=number + 1) if has_more else "",
        earlier=earlier_words(tally, show=show, number=number),
    )


def activity_of(session: Session, *, family_id: str) -> Mapping[str, ModuleActivity]:
    """Return the work on each module of one family, by module key."""
    return module_activity(session, family_ids=[family_id])[family_id]


def side(
    desk: Desk,
    family: FamilyFile,
    activity: Mapping[str, ModuleActivity],
    *,
    current: str,
    open_actions: int = 0,
) -> SideNavigation:
    """Return the way round this workbook, with how far each module has got."""
    return family_forms.side(
        family,
        actor=desk.actor,
        catalogue=desk.catalogue,
        current=current,
        states={key: work.state for key, work in activity.items()},
        open_actions=open_actions,
    )


def earlier_words(tally: Tally, *, show: str, number: int) -> str:
    """Say what lies on the next page; how much is known only when everything is shown."""
    if show or tally.first is None:
        return "Earlier entries"
    rest = tally.total - number * rules.PAGE_SIZE
    return f"Earlier: {plural(rest, 'entry', 'entries')} since {day(tally.first)}"


def wanted_entries(show: str, family: FamilyFile) -> Show:
    """Read from an address which entries to show.

    Raises:
        NotFoundError: there is no such way to narrow the timeline.
    """
    if show == "significant":
        return Show(significant=True)
    if show == "voice":
        return Show(voices_of=tuple(child.id for child in family.children))
    if show and show not in DISCIPLINES:
        raise NotFoundError
    return Show(discipline=show)


def page_number(typed: str) -> int:
    """Read the number of a page of the timeline; the first is 1.

    Raises:
        NotFoundError: it is no number, or none that could be a page.
    """
    if not typed.isascii() or not typed.isdigit() or not 0 < int(typed[:6]) < 100_000:  # noqa: PLR2004 -- no family has as many pages
        raise NotFoundError
    return int(typed[:6])


def page_address(address: str, *, show: str, number: int) -> str:
    """Return the address of one page of the timeline, "" before the first."""
    if number < 1:
        return ""
    parts = [f"show={show}"] if show else []
    parts += [f"page={number}"] if number > 1 else []
    return f"{address}{'?' if parts else ''}{'&'.join(parts)}#timeline"


def nothing_words(tally: Tally, *, show: str, case: bool) -> str:
    """Say why a timeline is empty and what to do next."""
    if show and tally.total:
        return "No entry like this yet. Choose Everything to see the whole timeline."
    if not case:
        return "Your role shows who is who in this family. What is recorded is kept to their team."
    return "Nothing is recorded yet. Start with the first visit or call."


def is_id(typed: str) -> bool:
    """Tell whether this could be the id of something."""
    return len(typed) == ID_LENGTH and all(sign in "0123456789abcdef" for sign in typed)


PAGES: Final[tuple[type[Any], ...]] = (WorkbookPages,)
