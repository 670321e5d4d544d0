"""The register of requests, and a new one."""

from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from exports.subject_access import forms, queries, service
from exports.subject_access.rules import ASKERS
from exports.subject_access.working import WorkPages
from workbook.families.forms import identity
from workbook.families.queries import family_file
from workbook.reach.break_glass.service import ask
from workbook.reach.rules import reference_asked
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form
from workbook.web.responses import see_other

REGISTER: Final = "exports/subject_access/register.html"
BEGIN: Final = "exports/subject_access/begin.html"
TITLE: Final = "Requests for one’s own record"
NEW: Final = "A new request"
UNKNOWN: Final = "No family is known by this reference"


class SubjectAccessPages(Controller):
    """The register, for information governance."""

    @get("/subject-access", sync_to_thread=True, name="subject.register", opt={"may": May.RELEASE})
    def register(self, desk: NamedDependency[Desk]) -> Response[str]:
        """Show every request, with the day by which it must be answered."""
        desk.require(May.RELEASE)
        return desk.page(REGISTER, register_page(desk), title=TITLE, active="subject")

    @post("/subject-access", sync_to_thread=True, name="subject.find", opt={"may": May.RELEASE})
    def find(self, desk: NamedDependency[Desk], form: NamedDependency[Form]) -> Response[Any]:
        """Find the family by its exact reference, open it to the officer, and lead on."""
        desk.require(May.RELEASE)
        reference = form.text("reference", 40, required="Enter the family’s reference")
        found = () if form.problems else found_by(desk, reference)
        if not found and not form.problems:
            form.refuse("reference", UNKNOWN)
        if form.problems:
            return desk.again(REGISTER, register_page(desk, form), title=TITLE, active="subject")
        family_id = found[0]
        if not has_way(desk, family_id):
            with desk.writing() as session:
                service.open_way(session, family_id=family_id, actor=desk.actor, now=desk.now)
        return see_other(f"/families/{family_id}/subject-access/new")

    @get(
        "/families/{family_id:str}/subject-access/new", sync_to_thread=True, name="subject.new",
        opt={"may": May.RELEASE},
    )  # fmt: skip
    def new(self, desk: NamedDependency[Desk], family_id: FromPath[str]) -> Response[str]:
        """Ask who asks, about whom, and since when."""
        desk.require(May.RELEASE)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
        desk.note_reading("family_opened", family_id=family_id)
        head = identity(family, actor=desk.actor, today=desk.today)
        return desk.page(BEGIN, forms.begin_page(family, head), title=NEW, active="subject")

    @post(
        "/families/{family_id:str}/subject-access/new", sync_to_thread=True, name="subject.begin",
        opt={"may": May.RELEASE},
    )  # fmt: skip
    def begin(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
    ) -> Response[Any]:
        """Begin the request."""
        desk.require(May.RELEASE)
        with desk.reading() as session:
            family = family_file(session, family_id=family_id)
        person = form.choice(
            "person", [one.id for one in family.members], required="Say whose record it is"
        )
        asks = form.choice("asks", tuple(ASKERS), required="Say who asks")
        asked_on = form.day("asked_on", required="Enter the day on which they asked")
        if asked_on is not None and asked_on > desk.today:
            form.refuse("asked_on", "Enter a day that has been")
        words = form.text("words", forms.MOST_WORDS)
        if form.problems or asked_on is None:
            head = identity(family, actor=desk.actor, today=desk.today)
            return desk.again(
                BEGIN, forms.begin_page(family, head, form), title=NEW, active="subject"
            )
        new = service.NewRequest(
            family_id=family.id, person_id=person, asks=asks, asked_on=asked_on, words=words,
            submit_key=f"{desk.actor.id}:{form.one('submit_key')}"[:80],
        )  # fmt: skip
        with desk.writing() as session:
            request_id = service.begin(session, new, actor=desk.actor, now=desk.now)
        return see_other(f"/families/{family_id}/subject-access/{request_id}")


def register_page(desk: Desk, form: Form | None = None) -> forms.RegisterPage:
    """Return the register as this officer sees it."""
    with desk.reading() as session:
        requests = queries.requests(session)
        names = queries.person_names(session, ids=[one.person_id for one in requests])
    return forms.RegisterPage(
        lines=forms.register_lines(requests, names=names, today=desk.today),
        reference=form.one("reference") if form else "",
        problems=form.problems if form else (),
    )


def found_by(desk: Desk, reference: str) -> tuple[str, ...]:
    """Return the family known by exactly this reference; the question is noted."""
    found = ask(
        desk.site.database,
        actor=desk.actor,
        key=desk.site.keyring.blind(reference_asked(reference)),
        most=desk.site.settings.asked_after_a_day,
        now=desk.now,
    )
    return tuple(one.family_id for one in found)


def has_way(desk: Desk, family_id: str) -> bool:
    """Tell whether the officer has a way to this family as it is."""
    with desk.reading() as session:
        return bool(queries.is_open(session, family_id=family_id))


PAGES = (SubjectAccessPages, WorkPages)
