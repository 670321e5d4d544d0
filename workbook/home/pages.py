"""The first page, what is new from colleagues, and the manager's view of the team."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from workbook.db import ViewerSession
from workbook.entries import queries as entries
from workbook.entries.rules import SavedAction
from workbook.families.rules import FamilyFile
from workbook.home import forms, queries, rules, service, teams
from workbook.home.queries import DueSources
from workbook.home.rules import Due, News, Told, Unfinished, VisitRule
from workbook.programme.queries import module_activity
from workbook.programme.rules import ModuleActivity
from workbook.staff.access import SOCIAL_WORK, May, may
from workbook.staff.desk import Desk
from workbook.staff.queries import team_members
from workbook.wall.marks import LEADS
from workbook.web.filters import weekday_day
from workbook.web.forms import Form
from workbook.web.responses import see_other

# Who is told when a family was last visited, and by when it should be seen again.
TOLD_OF_VISITS: Final = LEADS


class HomePage(msgspec.Struct, frozen=True, kw_only=True):
    """My families."""

    heading: str
    day: str
    told: tuple[Told, ...]
    drafts: tuple[forms.DraftLine, ...]
    groups: tuple[forms.DueGroup, ...]
    news: tuple[forms.NewsLine, ...]
    news_count: int
    families_heading: str
    families: tuple[forms.FamilyLine, ...]
    shows_visits: bool
    shows_workers: bool
    case: bool
    closed: tuple[queries.Closed, ...]


class NewsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything colleagues added in the last seven days."""

    news: tuple[forms.NewsLine, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What the first page is made from."""

    families: list[FamilyFile]
    visits: dict[str, date]
    actions: list[SavedAction]
    activity: Mapping[str, Mapping[str, ModuleActivity]]
    news: list[News]
    drafts: list[Unfinished]
    dues: list[Due]
    told: list[Told]
    until: dict[str, datetime]
    closed: list[queries.Closed]


class HomePages(Controller):
    """Where a worker's day starts."""

    @get("/", sync_to_thread=True, name="home.families", opt={"may": "signed_in"})
    def home(
        self, desk: NamedDependency[Desk], due_sources: NamedDependency[DueSources]
    ) -> Response[Any]:
        """Show what is due, what is unfinished, what is new, and the worker's families.

        Whoever reads no family starts with the openings, or the roles, that they look after.
        """
        if not may(desk.actor, May.READ):
            return see_other("/odd-openings" if may(desk.actor, May.LOOK_INTO) else "/roles")
        with desk.reading() as session:
            found = read(session, desk=desk, due_sources=due_sources)
        return desk.page("workbook/home/home.html", home_page(desk, found), title="My families")

    @get("/new", sync_to_thread=True, name="home.news", opt={"may": May.READ})
    def news(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show everything colleagues added in the last seven days."""
        desk.require(May.READ)
        with desk.reading() as session:
            families = queries.my_families(session)
            news = queries.news(
                session,
                family_ids=[family.id for family in families],
                worker_id=desk.actor.id,
                since=rules.new_since(desk.now),
            )
        page = NewsPage(news=forms.news_lines(news, families))
        return desk.page("workbook/home/news.html", page, title="New from your colleagues")

    @post(
        "/to-do/{action_id:str}/done", sync_to_thread=True, name="home.done", opt={"may": May.READ}
    )
    def done(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], action_id: FromPath[str]
    ) -> Redirect:
        """Mark one of the worker's own actions done, and show what is left to do."""
        del form  # it is only there to prove that the worker's own page sent it
        desk.require(May.READ)
        with desk.writing() as session:
            service.mark_done(session, actor=desk.actor, action_id=action_id, now=desk.now)
        return see_other("/#to-do")

    @get("/team", sync_to_thread=True, name="home.team", opt={"may": May.MANAGE_TEAM})
    def team(
        self, desk: NamedDependency[Desk], due_sources: NamedDependency[DueSources]
    ) -> Response[str]:
        """Show each social worker's families, visits that are late, and supervision."""
        desk.require(May.MANAGE_TEAM)
        with desk.reading() as session:
            families = queries.my_families(session)
            ids = [family.id for family in families]
            visits = queries.last_visits(session, family_ids=ids)
            dues = due_sources.dues(session, ids, desk.today)
            staff = team_members(session, team_id=desk.actor.viewer.team_id)
        page = teams.team_page(
            families, staff=staff, visits=visits, dues=dues, rule=visit_rule(desk), today=desk.today
        )
        return desk.page("workbook/home/team.html", page, title="My team", active="team")


def visit_rule(desk: Desk) -> VisitRule:
    """Return how often this council wants families to be seen."""
    settings = desk.site.settings
    return VisitRule(
        protection_weeks=settings.visit_weeks_child_protection,
        need_weeks=settings.visit_weeks_child_in_need,
    )


def read(session: ViewerSession, *, desk: Desk, due_sources: DueSources) -> Found:
    """Read the first page, in as many statements for one family as for a hundred."""
    families = queries.my_families(session)
    ids = [family.id for family in families]
    return Found(
        families=families,
        visits=queries.last_visits(session, family_ids=ids),
        actions=entries.open_actions(session, family_ids=ids),
        activity=module_activity(session, family_ids=ids),
        news=queries.news(
            session, family_ids=ids, worker_id=desk.actor.id, since=rules.new_since(desk.now)
        ),
        drafts=queries.unfinished(session, worker_id=desk.actor.id),
        dues=due_sources.dues(session, ids, desk.today),
        told=due_sources.told(session),
        until=queries.open_until(session),
        closed=queries.closed_lately(session),
    )


def home_page(desk: Desk, found: Found) -> HomePage:
    """Return the first page as this worker sees it."""
    today, rule = desk.today, visit_rule(desk)
    names = {family.id: family.name for family in found.families}
    manages = may(desk.actor, May.MANAGE_TEAM)
    lines = forms.action_lines(found.actions, worker_id=desk.actor.id, names=names, today=today)
    lines += forms.due_lines(found.dues, names=names, today=today)
    if desk.actor.discipline in SOCIAL_WORK:
        lines += forms.visit_lines(found.families, visits=found.visits, rule=rule, today=today)
    return HomePage(
        heading="My families",
        day=weekday_day(today),
        told=tuple(found.told),
        drafts=forms.draft_lines(found.drafts, names=names, now=desk.now),
        groups=forms.due_groups(lines, today=today),
        news=forms.news_lines(found.news[: forms.SHOWN_NEWS], found.families),
        news_count=len(found.news),
        families_heading="All families of the team" if manages else "All my families",
        families=forms.family_lines(
            found.families,
            visits=found.visits,
            rule=rule,
            activity=found.activity,
            actions=found.actions,
            dues=found.dues,
            new=rules.counted(found.news),
            until=found.until,
            catalogue=desk.catalogue,
            records=may(desk.actor, May.RECORD),
            today=today,
        ),
        shows_visits=desk.actor.discipline in TOLD_OF_VISITS,
        shows_workers=manages,
        case=may(desk.actor, May.READ_CASE),
        closed=tuple(found.closed),
    )


PAGES: Final[tuple[type[Any], ...]] = (HomePages,)
