"""The composition root of the service: it knows everything, and nothing imports it."""

import asyncio
import secrets
import threading
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache, partial
from typing import cast

from jinja2 import Environment
from litestar import Litestar
from litestar.concurrency import set_asyncio_executor
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ASGIApp, ControllerRouterHandler
from sqlalchemy.orm import Session

from exports import pages as exports
from exports.release import queries as release_queries
from exports.release.beside import stopped_for
from modules.catalogue import Catalogue
from modules.errors import UnknownDefinitionError
from modules.programme import find_programme
from supervision import pages as supervision
from supervision import queries as supervision_queries
from workbook.attachments import forms as attachment_forms
from workbook.attachments import pages as attachments
from workbook.clock import utc_now
from workbook.db import Database
from workbook.encryption import Keyring
from workbook.entries import pages as entries
from workbook.entries.correcting import pages as correcting
from workbook.entries.versions.files import FileSources
from workbook.errors import (
    FirstPasswordError,
    LockedError,
    NotFoundError,
    NotSignedInError,
    SecondStepNeededError,
    ServiceError,
)
from workbook.home import pages as home
from workbook.home.queries import DueSources
from workbook.installation import check_ready
from workbook.loosening import pages as loosening
from workbook.loosening import queries as loosening_queries
from workbook.misfiled import pages as misfiled
from workbook.monitor import pages as monitor
from workbook.monitor.queries import told as told_of_odd_openings
from workbook.monitor.rules import Hours
from workbook.monitor.service import Looked, keep_watching, look_through, tell_of_staff_family
from workbook.network import pages as network
from workbook.programme import pages as programme
from workbook.programme import queries as programme_queries
from workbook.reach import pages as reach
from workbook.reach import queries as reach_queries
from workbook.reach.matches.service import match
from workbook.retention import pages as retention
from workbook.retention.holds import pages as holds
from workbook.retention.schedules import load_schedule
from workbook.sealed_facts import pages as sealed_facts
from workbook.sealing.mailing import Mailing, mail_anchor
from workbook.sealing.service import Anchoring, keep_sealing, load_key
from workbook.search import pages as search
from workbook.settings import Settings
from workbook.site import SERVICE, STATIC, TEMPLATES, Demonstration, Site
from workbook.sitting import pages as sitting
from workbook.staff.account.pages import AccountPages, ask_for_password
from workbook.staff.locking.pages import LockingPages, ask_for_second_step, ask_to_unlock
from workbook.staff.pages import SignInPages, ask_to_sign_in
from workbook.staff.provider.client import Provider
from workbook.staff.provider.pages import ProviderPages
from workbook.staff.refusals import note_refusal
from workbook.staff.second_step.pages import SecondStepPages
from workbook.staff.setting_up.pages import CodePages, PasskeyPages
from workbook.staff.sign_in import (
    keep_what_was_sent,
    provide_desk,
    provide_door_form,
    provide_form,
    provide_locked_desk,
    provide_locked_form,
    provide_own_desk,
    provide_own_form,
    provide_upload,
)
from workbook.staff.signing_out.pages import ProviderSignOutPages
from workbook.tightening import pages as tightening
from workbook.tightening.queries import DerivedSources
from workbook.tightening.rules import Made
from workbook.timeline import pages as timeline
from workbook.timeline.queries import EventSources
from workbook.web.assets import read_assets, serve_assets
from workbook.web.errors import AnyRequest, error_pages
from workbook.web.headers import with_headers
from workbook.web.templates import build_environment

LARGEST_BODY = 3 * 1024 * 1024
THREADS = 3
PAGES: Sequence[ControllerRouterHandler] = (
    SignInPages,
    SecondStepPages,
    ProviderPages,
    ProviderSignOutPages,
    LockingPages,
    AccountPages,
    CodePages,
    PasskeyPages,
    *home.PAGES,
    *monitor.PAGES,
    *network.PAGES,
    *sitting.PAGES,
    *search.PAGES,
    *retention.PAGES,
    *holds.PAGES,
    *misfiled.PAGES,
    *programme.PAGES,
    *timeline.PAGES,
    *supervision.PAGES,
    *exports.PAGES,
    *entries.PAGES,
    *correcting.PAGES,
    *attachments.PAGES,
    *tightening.PAGES,
    *loosening.PAGES,
    *sealed_facts.PAGES,
    *reach.PAGES,
)
# What packages above the workbook add to the first page: see `workbook.home.rules.Due`.
DUE_SOURCES = DueSources(
    (supervision_queries.due, release_queries.due, loosening_queries.due),
    (reach_queries.told, told_of_odd_openings),
)
# What they add to the chronology: see `workbook.timeline.rules.Event`.
EVENT_SOURCES = EventSources((supervision_queries.events,))
# What they keep with an entry: see `workbook.entries.versions.files`.
FILE_SOURCES = FileSources((attachment_forms.lines_of_entry,))


def _wordings(session: Session, family_id: str, made: Made) -> list[str]:
    return programme_queries.made_of(
        session,
        family_id=family_id,
        entry_ids=made.entry_ids,
        module_key=made.module_key,
        section_key=made.section_key,
    )


def _parts(session: Session, family_id: str, made: Made) -> list[str]:
    return supervision_queries.made_of(session, family_id=family_id, entry_ids=made.entry_ids)


# What is kept closer together with the entries it was made of.
DERIVED_SOURCES = DerivedSources((_wordings, _parts))


def secret_of(settings: Settings) -> str:
    """Return what signs forms: the setting, or a file of this installation made once."""
    if settings.session_secret is not None:
        return settings.session_secret
    kept = settings.var / "session-secret"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32), encoding="ascii")
    return kept.read_text(encoding="ascii")


# Both are read once in the life of a process, however many services it builds.
_programme = cache(Catalogue.load)


@cache
def _environment() -> Environment:
    return build_environment(TEMPLATES)


def build_site(settings: Settings, *, demonstration: Demonstration | None = None) -> Site:
    """Open everything the service needs.

    Raises:
        NotReadyError: the database is missing, old or without its wall.
        BadDefinitionError: a module definition is wrong; every problem is listed.
        MissingAssetsError: the design system's files were not brought in.
        BadScheduleError: the retention schedule is wrong; every problem is listed.
        BadKeyFileError: the file of the sealing keys is open to others, or damaged.
    """
    check_ready(settings.database_url)
    load_schedule(settings.retention_schedule)  # stops here if anything in it is wrong
    keyring = Keyring.load(settings.seal_key_folder)
    return Site(
        settings=settings,
        database=Database.connect(settings.database_url, keyring=keyring),
        catalogue=_programme(find_programme(settings.programme)),
        environment=_environment(),
        assets=read_assets(STATIC).prefix,
        secret=secret_of(settings),
        keyring=keyring,
        gate_for_sitting=stopped_for,
        on_staff_family=tell_of_staff_family,
        demonstration=demonstration,
    )


@asynccontextmanager
async def keep_sealed(app: Litestar) -> AsyncGenerator[None, None]:
    """Seal the audit log every five minutes while the service runs, and once when it stops."""
    site, stop = app.state.site, threading.Event()
    settings = site.settings
    thread = threading.Thread(
        target=keep_sealing,
        name="sealing",
        daemon=True,
        args=(
            site.database,
            load_key(settings.audit_key_folder),
            Anchoring(settings.anchors, settings.anchor_command),
        ),
        kwargs={"now": utc_now, "stop": stop},
    )
    watching = threading.Thread(
        target=keep_watching,
        name="watching",
        daemon=True,
        args=(site.database,),
        kwargs={"look": partial(look_and_tell, site), "now": utc_now, "stop": stop},
    )
    for each in (thread, watching):
        each.start()
    try:
        yield
    finally:
        stop.set()
        for each in (thread, watching):
            await asyncio.to_thread(each.join)
        site.database.close()


def look_and_tell(site: Site, now: datetime) -> Looked:
    """Look for odd openings, ask who may know a family, then send the day's anchor by mail."""
    settings = site.settings
    hours = Hours.of(settings.working_hours, most_families=settings.families_in_an_hour)
    looked = look_through(site.database, keyring=site.keyring, hours=hours, now=now)
    match(site.database, keyring=site.keyring, now=now)
    mail_anchor(
        site.database, Mailing.of(settings), folder=settings.anchors, open_findings=looked.open,
        now=now,
    )  # fmt: skip
    return looked


def _site(request: AnyRequest) -> Site:
    return cast("Site", request.app.state.site)


def _provider(request: AnyRequest) -> Provider | None:
    return cast("Provider | None", request.app.state.provider)


def create_litestar(site: Site, *, sealing: bool = False) -> Litestar:
    """Put the routes together. Whoever walks the routes (a test) needs this one."""
    set_asyncio_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="page"))
    pages = error_pages(
        site.environment,
        council=site.settings.council,
        service=SERVICE,
        assets=site.assets,
    )
    show = pages[ServiceError]
    return Litestar(
        route_handlers=[serve_assets(read_assets(STATIC)), *PAGES],
        dependencies={
            "site": Provide(_site, sync_to_thread=False),
            "desk": Provide(provide_desk, sync_to_thread=True),
            "form": Provide(provide_form),
            "upload": Provide(provide_upload),
            "own_desk": Provide(provide_own_desk, sync_to_thread=True),
            "own_form": Provide(provide_own_form),
            "locked_desk": Provide(provide_locked_desk, sync_to_thread=True),
            "locked_form": Provide(provide_locked_form),
            "provider": Provide(_provider, sync_to_thread=False),
            "due_sources": Provide(lambda: DUE_SOURCES, sync_to_thread=False),
            "derived_sources": Provide(lambda: DERIVED_SOURCES, sync_to_thread=False),
            "event_sources": Provide(lambda: EVENT_SOURCES, sync_to_thread=False),
            "file_sources": Provide(lambda: FILE_SOURCES, sync_to_thread=False),
            "door_form": Provide(provide_door_form),
        },
        exception_handlers={
            **pages,
            NotSignedInError: ask_to_sign_in,
            LockedError: ask_to_unlock,
            FirstPasswordError: ask_for_password,
            SecondStepNeededError: ask_for_second_step,
            UnknownDefinitionError: lambda request, _: show(request, NotFoundError()),
        },
        before_request=keep_what_was_sent,
        after_exception=[note_refusal],
        request_max_body_size=LARGEST_BODY,
        state=State({"site": site, "provider": Provider.connect(site.settings)}),
        openapi_config=None,
        lifespan=[keep_sealed] if sealing else [],
        on_shutdown=[] if sealing else [site.database.close],
        debug=False,
    )


def create_app(settings: Settings, *, demonstration: Demonstration | None = None) -> ASGIApp:
    """Build the service as it is served: behind the wrapper that no answer can go round."""
    site = build_site(settings, demonstration=demonstration)
    return with_headers(create_litestar(site, sealing=True), secure=settings.secure_cookies)


def from_environment() -> ASGIApp:
    """Build the service from the environment, for servers that start several processes."""
    return create_app(Settings.from_environment())
