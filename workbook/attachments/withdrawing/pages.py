"""Withdrawing a file: the page that asks why, and what it sends."""

from typing import Any, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from workbook.attachments import service
from workbook.attachments.finding import find
from workbook.attachments.rules import SavedAttachment, may_withdraw
from workbook.db import new_id
from workbook.entries.recording import KEY
from workbook.errors import NotAllowedError, SupersededError
from workbook.families.rules import FamilyFile, danger
from workbook.staff.access import May
from workbook.staff.desk import Desk
from workbook.web.forms import Form, Problem
from workbook.web.responses import see_other

ADDRESS: Final = "/families/{family_id:str}/files/{attachment_id:str}/withdraw"
TEMPLATE: Final = "workbook/attachments/withdraw.html"
MOST_REASON: Final = 2_000
FIELDS: Final = frozenset({"csrf", "submit_key", "reason"})


class WithdrawFilePage(msgspec.Struct, frozen=True, kw_only=True):
    """The page that withdraws a file."""

    heading: str
    back_href: str
    danger: tuple[str, str]
    action: str
    title: str
    reason: str
    submit_key: str
    problems: tuple[Problem, ...]


class WithdrawFilePages(Controller):
    """The form that withdraws a file."""

    @get(ADDRESS, sync_to_thread=True, name="attachments.withdraw", opt={"may": May.RECORD})
    def ask(
        self, desk: NamedDependency[Desk], family_id: FromPath[str], attachment_id: FromPath[str]
    ) -> Response[str]:
        """Ask why a file is withdrawn."""
        desk.require(May.RECORD)
        with desk.reading() as session:
            family, one = allowed(session, desk, family_id, attachment_id)
        desk.note_reading("attachment_opened", family_id=family.id, object_id=one.id)
        page = page_of(desk, family, one, submit_key=new_id())
        return desk.page(TEMPLATE, page, title=page.heading)

    @post(ADDRESS, sync_to_thread=True, name="attachments.withdrawn", opt={"may": May.RECORD})
    def withdraw(
        self,
        desk: NamedDependency[Desk],
        form: NamedDependency[Form],
        family_id: FromPath[str],
        attachment_id: FromPath[str],
    ) -> Response[Any]:
        """Withdraw the file, once however often the form is sent."""
        desk.require(May.RECORD)
        reason, key = read_reason(form)
        done = see_other(f"/families/{family_id}/files/{attachment_id}")
        with desk.reading() as session:
            family, one, _ = find(session, family_id, attachment_id)
            if not form.problems and service.withdrawn_before(
                session, submit_key=key, attachment=one, reason=reason
            ):
                return done
        if form.problems:
            page = page_of(
                desk, family, one, submit_key=key or new_id(), reason=form.one("reason"),
                problems=form.problems,
            )  # fmt: skip
            return desk.again(TEMPLATE, page, title=page.heading)
        with desk.writing() as session:
            family, one = allowed(session, desk, family_id, attachment_id)
            service.withdraw_attachment(
                session, attachment=one, reason=reason, submit_key=key, family=family,
                actor=desk.actor, now=desk.now,
            )  # fmt: skip
        return done


def allowed(
    session: Session, desk: Desk, family_id: str, attachment_id: str
) -> tuple[FamilyFile, SavedAttachment]:
    """Return a file that this worker may withdraw.

    Raises:
        NotFoundError: there is no such file, or it may not be seen.
        SupersededError: it was withdrawn before.
        NotAllowedError: they neither added it nor answer for the family.
    """
    family, one, _ = find(session, family_id, attachment_id)
    if one.withdrawn is not None:
        raise SupersededError(service.WITHDRAWN, attachment_id=one.id)
    if not may_withdraw(one, worker_id=desk.actor.id, discipline=desk.actor.discipline):
        raise NotAllowedError(
            "Who added it, the family’s social worker or the team manager can withdraw a file.",
            attachment_id=one.id,
        )
    return family, one


def read_reason(form: Form) -> tuple[str, str]:
    """Read why, and the key that makes sending twice one act."""
    reason = form.text("reason", MOST_REASON, required="Say why it is withdrawn, in a sentence")
    key = form.one("submit_key")
    if not KEY.fullmatch(key):
        form.refuse("", "Open the page again: this form is not complete")
        key = ""
    if form.unknown(FIELDS):
        form.refuse("", "This form holds something it did not ask for. Open the page again")
    return reason, key


def page_of(
    desk: Desk,
    family: FamilyFile,
    one: SavedAttachment,
    *,
    submit_key: str,
    reason: str = "",
    problems: tuple[Problem, ...] = (),
) -> WithdrawFilePage:
    """Return the page that asks why."""
    address = f"/families/{family.id}/files/{one.id}"
    return WithdrawFilePage(
        heading="Withdraw a file",
        back_href=address,
        danger=danger(family, desk.today),
        action=f"{address}/withdraw",
        title=one.title,
        reason=reason,
        submit_key=submit_key,
        problems=problems,
    )


PAGES: Final = (WithdrawFilePages,)
