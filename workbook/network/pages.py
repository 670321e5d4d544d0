"""The family and network page, and who opened the record."""

from typing import Final

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy.orm import Session

from workbook import audit
from workbook.entries import queries as entries
from workbook.errors import NotFoundError
from workbook.families import forms, places, queries, showing
from workbook.families.forms import OpeningLine
from workbook.families.queries import family_file
from workbook.families.rules import FamilyFile
from workbook.network import forms as network_forms
from workbook.network import queries as network
from workbook.network.rules import reoffer_due
from workbook.programme.queries import module_activity
from workbook.sealed_facts import queries as sealed
from workbook.sealed_facts.forms import SealedLine
from workbook.sealed_facts.forms import line as sealed_line
from workbook.sealed_facts.rules import KEEPERS
from workbook.staff.access import DISCIPLINES, May, may
from workbook.staff.desk import Desk
from workbook.web.filters import local
from workbook.web.parts import Identity, SideNavigation
from workbook.web.tables_out import csv_file

PAGE_SIZE: Final = 100
MOST_PAGES: Final = 1_000
MOST_LINES: Final = PAGE_SIZE * MOST_PAGES
HEADINGS: Final = ("Day", "Time", "Who", "Discipline", "What they did")


class WithheldLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something kept from somebody, why and until when."""

    what: str
    people: str
    why: str
    until: str


class NetworkPage(msgspec.Struct, frozen=True, kw_only=True):
    """The family and network page."""

    identity: Identity
    side: SideNavigation
    children: tuple[showing.ChildLine, ...]
    adults: tuple[showing.AdultLine, ...]
    network: tuple[network_forms.SideLines, ...]
    ties: tuple[showing.TieLines, ...]
    homes: tuple[places.HomeLine, ...]
    contacts: tuple[places.ContactLine, ...]
    sealed: tuple[SealedLine, ...]
    seal_href: str
    goals: tuple[network_forms.GoalLine, ...]
    withheld: tuple[WithheldLine, ...]
    offers: tuple[network_forms.OfferLine, ...]
    reoffer: tuple[str, str]
    plan: network_forms.PlanShown | None
    workers: tuple[showing.WorkerLine, ...]


class OpeningsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who opened or changed the record."""

    identity: Identity
    side: SideNavigation
    openings: tuple[OpeningLine, ...]
    earlier_href: str
    later_href: str
    table_href: str


class FamilyPages(Controller):
    """Pages about the family itself."""

    @get(
        "/families/{family_id:str}/network",
        sync_to_thread=True,
        name="network.shown",
        opt={"may": May.READ},
    )
    def network(self, desk: NamedDependency[Desk], family_id: FromPath[str]) -> Response[str]:
        """Show people, ties, homes, contact rules, goals, the network and the family's plan."""
        desk.require(May.READ)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            page = network_page(session, desk, family)
        desk.note_reading("network_opened", family_id=family.id)
        title = f"{family.name}: family and network"
        return desk.page("workbook/network/network.html", page, title=title)

    @get(
        "/families/{family_id:str}/openings",
        sync_to_thread=True,
        name="network.openings",
        opt={"may": May.READ},
    )
    def openings(
        self,
        desk: NamedDependency[Desk],
        family_id: FromPath[str],
        page: FromQuery[str] = "1",
    ) -> Response[str]:
        """Show who opened or changed this record, newest first."""
        desk.require(May.READ)
        number = page_number(page)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            found = audit.openings(session, family_id=family.id, limit=PAGE_SIZE * number + 1)[
                PAGE_SIZE * (number - 1) :
            ]
            about = {str(each.detail.get("worker", "")) for each in found}
            names = queries.worker_names(session, ids={each.worker_id for each in found} | about)
            side = side_of(session, desk, family, "openings")
        if number > 1 and not found:
            raise NotFoundError
        address = f"/families/{family.id}/openings"
        shown = OpeningsPage(
            identity=forms.identity(family, actor=desk.actor, today=desk.today),
            side=side,
            openings=forms.opening_lines(found[:PAGE_SIZE], names=names),
            earlier_href=f"{address}?page={number + 1}" if len(found) > PAGE_SIZE else "",
            later_href=f"{address}?page={number - 1}" if number > 1 else "",
            table_href=f"{address}/table" if may(desk.actor, May.MANAGE_TEAM) else "",
        )
        desk.note_reading("openings_opened", family_id=family.id)
        title = f"{family.name}: who opened this record"
        return desk.page("workbook/network/openings.html", shown, title=title)

    @get(
        "/families/{family_id:str}/openings/table",
        sync_to_thread=True,
        name="network.openings_table",
        opt={"may": May.MANAGE_TEAM},
    )
    def openings_table(
        self, desk: NamedDependency[Desk], family_id: FromPath[str]
    ) -> Response[bytes]:
        """Give out who opened this record, whole, for somebody who asks: newest first."""
        desk.require(May.MANAGE_TEAM)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
            found = audit.openings(session, family_id=family.id, limit=MOST_LINES)
            names = queries.worker_names(session, ids={each.worker_id for each in found})
        desk.note_reading("openings_downloaded", family_id=family.id)
        lines = forms.opening_lines(found, names=names)
        return csv_file("who-opened", [HEADINGS, *(cells(line) for line in lines)])


def cells(line: OpeningLine) -> tuple[str, ...]:
    """Return one line of who opened the record as a row of a table, by London’s clock."""
    at = local(line.at)
    discipline = DISCIPLINES[line.discipline] if line.discipline else ""
    return (f"{at:%Y-%m-%d}", f"{at:%H:%M:%S}", line.who, discipline, line.did)


def page_number(text: str) -> int:
    """Read the number of a page.

    Raises:
        NotFoundError: it is no number of a page.
    """
    if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MOST_PAGES:
        return int(text[:6])
    raise NotFoundError


def side_of(session: Session, desk: Desk, family: FamilyFile, current: str) -> SideNavigation:
    """Return the way around the workbook, with how far each module has got."""
    states: dict[str, str] = {}
    if may(desk.actor, May.READ_CASE):
        activity = module_activity(session, family_ids=[family.id])[family.id]
        states = {key: each.state for key, each in activity.items()}
    return forms.side(
        family, actor=desk.actor, catalogue=desk.catalogue, current=current, states=states
    )


def network_page(session: Session, desk: Desk, family: FamilyFile) -> NetworkPage:
    """Read and say everything that this worker is given of the family and its network."""
    today, reader = desk.today, desk.actor.discipline
    identities, register = network.people(session, family_id=family.id)
    held = queries.responsibilities(session, family_id=family.id)
    offers = network.offers(session, family_id=family.id)
    homes = queries.homes(session, family_id=family.id)
    facts = sealed.facts(session, family_id=family.id)
    opens = {one.household_id or one.contact_id: sealed_line(one, family, homes) for one in facts}
    return NetworkPage(
        identity=forms.identity(family, actor=desk.actor, today=today),
        side=side_of(session, desk, family, "network"),
        children=showing.children(
            family, identities=identities, held=held, today=today, reader=reader
        ),
        adults=showing.adults(family, identities=identities, held=held, reader=reader),
        network=network_forms.network(family, register=register, reader=reader),
        ties=showing.relationships(
            family, ties=queries.ties(session, family_id=family.id), today=today, reader=reader
        ),
        homes=places.households(family, homes=homes, opens=opens, reader=reader),
        contacts=places.contact_rules(
            family,
            contacts=queries.contacts(session, family_id=family.id),
            opens=opens,
            reader=reader,
        ),
        sealed=tuple(
            sealed_line(one, family) for one in facts if not (one.household_id or one.contact_id)
        ),
        seal_href=f"/families/{family.id}/sealed/add"
        if desk.actor.discipline in KEEPERS and may(desk.actor, May.RECORD)
        else "",
        goals=network_forms.goals(family, rulers=entries.rulers(session, family_id=family.id)),
        withheld=tuple(
            WithheldLine(
                what=each.what,
                people=showing.named(family, each.from_persons),
                why=each.why,
                until=showing.span(None, each.until),
            )
            for each in family.withheld
            if each.is_current(today)
        ),
        offers=network_forms.offers_made(family, offers=offers),
        reoffer=network_forms.reoffer(reoffer_due(offers), today=today),
        plan=network_forms.plan_shown(family, network.newest_plan(session, family_id=family.id)),
        workers=showing.workers(family, today=today),
    )


PAGES = (FamilyPages,)
