"""From a request to the worker behind it, and from a form to proof that it is theirs."""

from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency

from workbook.clock import london_day, utc_now
from workbook.errors import ForgedFormError, NotSignedInError
from workbook.site import Site
from workbook.staff import queries, rules, service
from workbook.staff.access import Actor
from workbook.staff.desk import Desk
from workbook.staff.refusals import DESK
from workbook.wall.viewer import Viewer, doorkeeper
from workbook.web import csrf
from workbook.web.forms import Form, Upload

AnyRequest = Request[Any, Any, Any]
TOUCH_AFTER = timedelta(minutes=1)
# What any form may carry beside its own fields.
ALWAYS = frozenset({csrf.FIELD, "submit_key"})


def find_actor(request: AnyRequest, site: Site) -> Actor:
    """Return the worker whose sign-in the cookie opens.

    Raises:
        NotSignedInError: there is no such sign-in, or it is over.
    """
    key = request.cookies.get(site.cookie, "")
    now = utc_now()
    today = london_day(now)
    with site.database.reading(doorkeeper(today)) as session:
        found = queries.open_sign_in(session, key_hash=rules.key_hash(key)) if key else None
    settings = site.settings
    if found is None or rules.has_ended(
        started_at=found.started_at,
        seen_at=found.seen_at,
        now=now,
        hours=settings.session_hours,
        idle_minutes=settings.idle_minutes,
    ):
        raise NotSignedInError("Sign in, and you will be taken back to where you were.")
    if now - found.seen_at > TOUCH_AFTER:
        with site.database.writing(doorkeeper(today)) as session:
            service.touch(session, key=key, now=now)
    worker = found.worker
    return Actor(
        viewer=Viewer(
            worker_id=worker.id, discipline=worker.discipline, team_id=worker.team_id, today=today
        ),
        name=worker.name,
        employer=worker.employer,
        sign_in=rules.key_hash(key),
        csrf=csrf.token(rules.key_hash(key), site.secret.encode()),
    )


def provide_desk(request: AnyRequest, site: NamedDependency[Site]) -> Desk:
    """Give a handler the desk of whoever is signed in; see `find_actor`."""
    desk = Desk(actor=find_actor(request, site), site=site, now=utc_now())
    request.state[DESK] = desk  # should the request be refused
    return desk


async def provide_form(request: AnyRequest, desk: NamedDependency[Desk]) -> Form:
    """Give a handler what was posted, once it is sure that this worker's own page sent it.

    Raises:
        ForgedFormError: another site sent it, or its token belongs to another sign-in.
    """
    form = Form.of(await posted_pairs(request))
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not csrf.is_same_origin(headers, str(request.base_url)) or not csrf.is_valid(
        form.one(csrf.FIELD), desk.actor.sign_in, desk.site.secret.encode()
    ):
        raise ForgedFormError("Go back to the page, reload it and send the form again.")
    return form


async def posted_pairs(request: AnyRequest) -> list[tuple[str, str]]:
    """Return the posted fields in order; a file sent where words belong counts as empty."""
    fields = await request.form()
    return [(name, value if isinstance(value, str) else "") for name, value in fields.multi_items()]


async def provide_upload(request: AnyRequest, form: NamedDependency[Form]) -> Upload:
    """Give a handler the file that came with a form, once the form was checked.

    What the file was called where it came from is not given: nothing is to be made of it.
    """
    del form  # its check comes first
    sent = (await request.form()).get(Upload.FIELD)
    return Upload(await sent.read() if isinstance(sent, UploadFile) else None)
