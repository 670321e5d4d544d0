"""A worker at their desk: who they are, the record behind their wall, and pages to give back."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

import msgspec
from litestar import Response
from sqlalchemy.orm import Session

from modules.catalogue import Catalogue
from workbook import audit
from workbook.clock import london_day
from workbook.db import NOTICE, ViewerSession
from workbook.site import SERVICE, Site
from workbook.staff.access import Actor, May, may, require
from workbook.staff.door import Caller
from workbook.wall.viewer import doorkeeper
from workbook.web import responses
from workbook.web.frame import Frame

# What stands at the head of every page for the roles that have a place of their own.
PLACES: Final = (
    (May.READ, "My families", "/", "families"),
    (May.READ_CASE, "Supervision", "/supervision", "supervision"),
    (May.MANAGE_TEAM, "My team", "/team", "team"),
    (May.LOOK_INTO, "Openings", "/openings", "openings"),
    (May.LOOK_INTO, "Odd openings", "/odd-openings", "odd_openings"),
    (May.KEEP_REGISTER, "Conflicts", "/conflicts", "conflicts"),
    (May.RELEASE, "Requests", "/subject-access", "subject"),
    (May.KEEP_RECORDS, "Keeping records", "/retention", "records"),
    (May.DECIDE_ROLES, "Roles", "/roles", "roles"),
)


def links(actor: Actor) -> tuple[tuple[str, str, str], ...]:
    """Return the ways round the whole service for this role: words, address and name."""
    return tuple(link for act, *link in PLACES if may(actor, act))  # type: ignore[misc]


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Made for each request of somebody who is signed in."""

    actor: Actor
    site: Site
    now: datetime
    caller: Caller = Caller()
    heard: dict[str, tuple[str, str]] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the worker look at this very moment: some ways to a family last for hours."""
        viewer = msgspec.structs.replace(self.actor.viewer, now=self.now)
        actor = msgspec.structs.replace(self.actor, viewer=viewer)
        msgspec.structs.force_setattr(self, "actor", actor)

    @property
    def today(self) -> date:
        """Return the day in England."""
        return london_day(self.now)

    @property
    def catalogue(self) -> Catalogue:
        """Return the council's programme."""
        return self.site.catalogue

    def require(self, act: May) -> None:
        """Stop unless the worker's role may do this; see `workbook.staff.access.require`."""
        require(self.actor, act)

    @contextmanager
    def reading(self) -> Iterator[ViewerSession]:
        """Open a session that only reads, as this worker.

        What it learns that any page about its family must say, the page says.
        """
        with self.site.database.reading(self.actor.viewer) as session:
            yield session
            self._hear(session)

    @contextmanager
    def writing(self) -> Iterator[ViewerSession]:
        """Open a session whose work is kept when the block ends, as this worker."""
        with self.site.database.writing(self.actor.viewer) as session:
            yield session
            self._hear(session)

    def _hear(self, session: ViewerSession) -> None:
        if NOTICE in session.info:
            self.heard[NOTICE] = session.info[NOTICE]

    def act(self, act: str, *, family_id: str, object_id: str = "", **detail: Any) -> audit.Act:  # noqa: ANN401
        """Return what is to be noted of something this worker does."""
        return audit.Act(
            chain=family_id,
            act=act,
            worker_id=self.actor.id,
            discipline=self.actor.discipline,
            object_id=object_id,
            detail=detail,
        )

    def note_reading(
        self,
        act: str,
        *,
        family_id: str,
        object_id: str = "",
        **detail: Any,  # noqa: ANN401
    ) -> None:
        """Note that this worker opened something of a family. Nothing else changes on a GET."""
        done = self.act(act, family_id=family_id, object_id=object_id, **detail)
        with self.writing() as session:
            audit.note(session, done, now=self.now)
        if family_id in self.actor.staff_families:
            self.site.on_staff_family(
                self.site.database, worker_id=self.actor.id, family_id=family_id, now=self.now
            )

    def note_in_system(self, act: str, *, object_id: str = "", **detail: Any) -> None:  # noqa: ANN401
        """Note what belongs to no family that this worker has a way to."""
        done = self.act(act, family_id=audit.SYSTEM, object_id=object_id, **detail)
        with self.site.database.writing(doorkeeper(self.today)) as session:
            audit.note(session, done, now=self.now)

    def keyed(self, words: str) -> str:
        """Return what stands in the log for words that must not: alike for like words."""
        key = self.site.secret.encode()
        return hmac.new(key, b"words\0" + words.casefold().encode(), hashlib.sha256).hexdigest()

    def note_own(self, session: Session, act: str) -> None:
        """Note what this worker did to their own account, in the session that does it."""
        audit.note(session, self.act(act, family_id=audit.SYSTEM), now=self.now)

    def page(
        self,
        template: str,
        page: object,
        *,
        title: str,
        active: str = "families",
        status: int = 200,
    ) -> Response[str]:
        """Give back one page. `title` begins with the page's heading."""
        frame = Frame(
            council=self.site.settings.council,
            service=SERVICE,
            title=title,
            worker_name=self.actor.name,
            csrf=self.actor.csrf,
            assets=self.site.assets,
            active=active,
            links=() if self.actor.is_sitting else links(self.actor),
            notice=("", "") if self.actor.is_sitting else self.heard.get(NOTICE, ("", "")),
            sitting=self.actor.viewer.only,
            idle_seconds=self.site.settings.idle_minutes * 60,
        )
        return responses.page(
            self.site.environment, template, status=status, page=page, frame=frame
        )

    def again(
        self,
        template: str,
        page: object,
        *,
        title: str,
        active: str = "families",
        status: int = 422,
    ) -> Response[str]:
        """Show a form again with everything typed and what was wrong (422, or 409)."""
        return self.page(template, page, title=f"Error: {title}", active=active, status=status)
