"""Recording an entry: the form, sharing it with the team, and finishing later."""

from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy.orm import Session

from workbook.db import new_id
from workbook.entries import forms, queries, service
from workbook.entries.doing import pages as doing
from workbook.entries.forms import Filled
from workbook.entries.glance import Known
from workbook.entries.ground import Ground, is_survivors
from workbook.entries.module_notes import field, offered
from workbook.entries.recording import KEY, read_recording
from workbook.entries.rules import KINDS
from workbook.entries.versions import pages as versions
from workbook.errors import NotFoundError, ReusedSubmitError, SupersededError
from workbook.families.queries import family_file, ties
from workbook.families.rules import ABUSE, FamilyFile
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

TEMPLATE: Final = "workbook/entries/record.html"
ADDRESS: Final = "/families/{family_id:str}/record"
SENT_BEFORE: Final = (
    "You shared this form before, with other words. Share it again to keep this as an entry of its"
    " own, or open the first one and correct it"
)
AT_ONCE: Final = "Somebody saved at the same moment. Look at what is ticked, and share it again"
RECENT: Final = 20
OPEN_MODULES: Final = 2
USUAL_KINDS: Final = {
    "social_worker": "home_visit",
    "senior_practitioner": "home_visit",
    "team_manager": "meeting",
}
# Not the worker’s words: who sent the form, which button, and what the draft keeps by itself.
NOT_KEPT: Final = frozenset({"csrf", "later", "submit_key"})


class RecordPages(Controller):
    """The form that records an entry."""

    @get(ADDRESS, sync_to_thread=True, name="entries.record", opt={"may": May.RECORD})
    def show(
        self,
        desk: NamedDependency[Desk],
        family_id: FromPath[str],
        kind: FromQuery[str] = "",
        draft: FromQuery[str] = "",
    ) -> Response[str]:
        """Show the form, empty or as it was put aside."""
        desk.require(May.RECORD)
        with desk.reading() as session:
            ground = ground_of(desk, family_file(session, family_id=family_id))
            usual = USUAL_KINDS.get(desk.actor.discipline, "direct_work")
            filled = Filled(submit_key=new_id(), kind=kind if kind in KINDS else usual)
            if draft:
                filled = put_aside(session, draft, ground)
            page = forms.record_page(ground, filled, known(session, ground))
        desk.note_reading("family_opened", family_id=family_id)
        return desk.page(TEMPLATE, page, title=page.heading)

    @post(ADDRESS, sync_to_thread=True, name="entries.recorded", opt={"may": May.RECORD})
    def save(
        self, desk: NamedDependency[Desk], form: NamedDependency[Form], family_id: FromPath[str]
    ) -> Response[Any]:
        """Record the entry, once however often the form is sent, or put the form aside."""
        desk.require(May.RECORD)
        if form.ticked("later") and not form.problems and KEY.fullmatch(form.one("submit_key")):
            return put_form_aside(desk, form, family_id)
        try:
            with desk.writing() as session:
                family = family_file(session, family_id=family_id)
                ground = with_abuse(session, form, ground_of(desk, family))
                may_close = open_ids(session, form, family)
                recording = read_recording(form, ground, open_actions=may_close)
                entry_id = None
                if not form.problems:
                    entry_id = service.record_entry(
                        session, family=family, recording=recording, actor=desk.actor, now=desk.now
                    )
        except SupersededError:
            return sent_or_again(desk, form, family_id, otherwise=AT_ONCE)
        if entry_id is not None:
            return see_other(saved_address(family_id, entry_id))
        # The first sending of this form may have closed the very actions it ticks.
        if form.ticked("done"):
            return sent_or_again(desk, form, family_id)
        return again(desk, form, ground)


def saved_address(family_id: str, entry_id: str) -> str:
    """Return where to go once an entry is saved."""
    return f"/families/{family_id}?saved={entry_id}"


def ground_of(desk: Desk, family: FamilyFile) -> Ground:
    """Return what the form is read against."""
    return Ground(
        family=family,
        catalogue=desk.catalogue,
        discipline=desk.actor.discipline,
        worker_id=desk.actor.id,
        now=desk.now,
    )


def with_abuse(session: Session, form: Form, ground: Ground) -> Ground:
    """Return the ground with who uses abuse, where the form keeps something from them unnamed."""
    offered_here = offered(ground.catalogue, ground.discipline)
    chosen = [
        offer.section.mark
        for key in form.all("module")
        for offer in offered_here.get(key, (None, ()))[1]
        if offer.section.key == form.one(field(key, "section"))
    ]
    if form.all("kept_from") or not is_survivors(ground, [form.one("mark"), *chosen]):
        return ground
    found = ties(session, family_id=ground.family.id)
    abuse = tuple(tie for tie in found if tie.kind == ABUSE)
    return msgspec.structs.replace(ground, abuse=abuse)


def known(session: Session, ground: Ground) -> Known:
    """Read what was recorded before and stands on the page."""
    family_id = ground.family.id
    entries = queries.entries(session, family_id=family_id, limit=RECENT)
    return Known(
        actions=queries.open_actions(session, family_ids=[family_id]),
        entries=entries,
        voices=queries.voices(session, entry_ids=[one.id for one in entries]),
        rulers=queries.rulers(session, family_id=family_id),
        modules=queries.recent_modules(
            session, family_id=family_id, worker_id=ground.worker_id, limit=OPEN_MODULES
        ),
        abuse=tuple(tie for tie in ties(session, family_id=family_id) if tie.kind == ABUSE),
    )


def put_aside(session: Session, draft_id: str, ground: Ground) -> Filled:
    """Return the form as it was put aside.

    Raises:
        NotFoundError: it is somebody else’s or another family’s, or it has become an entry.
    """
    draft = queries.draft(session, draft_id=draft_id, worker_id=ground.worker_id)
    if draft is None or draft.family_id != ground.family.id:
        raise NotFoundError("It may have been shared already. Look at the timeline.")
    typed: dict[str, list[str]] = {}
    for name, value in draft.fields:
        typed.setdefault(name, []).append(value)
    return Filled(typed=typed, submit_key=draft.submit_key)


def put_form_aside(desk: Desk, form: Form, family_id: str) -> Redirect:
    """Keep the form as typed, and go to the first page, which offers it again."""
    fields = [
        (name, value)
        for name, values in form.whole.items()
        if name not in NOT_KEPT
        for value in values
    ]
    key = form.one("submit_key")
    with desk.writing() as session:
        if queries.entry_of_form(session, submit_key=key) is not None:
            key = new_id()  # shared already: what was added since is a form of its own
        service.save_draft(
            session,
            family=family_file(session, family_id=family_id),
            fields=fields,
            submit_key=key,
            actor=desk.actor,
            now=desk.now,
        )
    return see_other("/")


def open_ids(session: Session, form: Form, family: FamilyFile) -> frozenset[str]:
    """Return the actions that can be ticked off, read only when one was."""
    if not form.ticked("done"):
        return frozenset()
    return frozenset(one.id for one in queries.open_actions(session, family_ids=[family.id]))


def sent_or_again(desk: Desk, form: Form, family_id: str, *, otherwise: str = "") -> Response[Any]:
    """Lead to what this very form has become, or show it again with everything typed.

    `otherwise`: what to say when the form was never sent before.
    """
    before, key = sent_before(desk, form, family_id)
    if before is not None:
        return see_other(before)
    is_reused = key != form.one("submit_key")
    if is_reused or otherwise:
        form.refuse("", SENT_BEFORE if is_reused else otherwise)
    with desk.reading() as session:
        ground = ground_of(desk, family_file(session, family_id=family_id))
    return again(desk, form, ground, key=key)


def sent_before(desk: Desk, form: Form, family_id: str) -> tuple[str | None, str]:
    """Return where this very form led, None if it did not; and the key to show it again with.

    A form that was sent before with other words gets another key: it is a form of its own.
    """
    key = form.one("submit_key")
    try:
        with desk.reading() as session:
            entry_id = service.entry_sent(session, submit_key=key, entry_id=form.fingerprint())
    except ReusedSubmitError:
        return None, new_id()
    return (saved_address(family_id, entry_id) if entry_id else None), key


def again(desk: Desk, form: Form, ground: Ground, *, key: str = "") -> Response[str]:
    """Show the form again with everything typed and what is to be put right."""
    key = key or form.one("submit_key")
    filled = Filled(
        typed=form.whole,
        problems=form.problems,
        submit_key=key if KEY.fullmatch(key) else new_id(),
    )
    with desk.reading() as session:
        page = forms.record_page(ground, filled, known(session, ground))
    return desk.again(TEMPLATE, page, title=page.heading)


PAGES = (RecordPages, *versions.PAGES, *doing.PAGES)
