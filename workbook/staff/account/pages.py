"""A worker's own account: what it has, where it is signed in, ending sign-ins, the password."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from workbook.errors import BadRecordError, FirstPasswordError
from workbook.staff import door, queries, rules, service, step_up
from workbook.staff.access import DISCIPLINES
from workbook.staff.account import forms
from workbook.staff.account.queries import open_sign_ins
from workbook.staff.desk import Desk
from workbook.staff.second_step import passkeys
from workbook.staff.second_step import queries as second_step
from workbook.staff.sign_in import AnyRequest
from workbook.web import responses
from workbook.web.forms import Form

# What the page says after each act, by the word in the address.
DONE = {
    "code": "Codes are set up. You will be asked for one when you sign in.",
    "code-off": "Codes are switched off.",
    "passkey": "The passkey was added.",
    "passkey-off": "The passkey was removed.",
    "ended": "That sign-in was ended.",
    "password": "Your password was changed. Everywhere else you are signed out.",
}
DISAGREE = "Type the same new password twice"


def show_account(desk: Desk, *, done: str = "") -> Response[str]:
    """Give back the worker's own account."""
    actor = desk.actor
    with desk.site.database.reading(door.seat(desk.now)) as session:
        ways = second_step.ways(session, worker_id=actor.id)
        sign_ins = open_sign_ins(
            session, worker_id=actor.id, now=desk.now, hours=desk.site.settings.session_hours
        )
    page = forms.AccountPage(
        name=actor.name,
        role=DISCIPLINES.get(actor.discipline, ""),
        employer=actor.employer,
        ways=ways,
        must_set_up=actor.how == "password" and actor.discipline in rules.SECOND_STEP_DISCIPLINES,
        passkeys_work=passkeys.host_of(desk.caller.origin) is not None,
        sign_ins=forms.lines(sign_ins, this=actor.sign_in),
        done=DONE.get(done, ""),
    )
    return desk.page("workbook/staff/account.html", page, title=page.heading, active="account")


class AccountPages(Controller):
    """The worker's own account."""

    @get("/account", sync_to_thread=True, name="account.show", opt={"may": "signed_in"})
    def show(self, own_desk: NamedDependency[Desk], done: FromQuery[str] = "") -> Response[str]:
        """Show the worker's own account."""
        return show_account(own_desk, done=done)

    @post(
        "/account/sign-ins/{sign_in_id:str}/end",
        sync_to_thread=True,
        name="account.end_sign_in",
        opt={"may": "signed_in"},
    )
    def end_sign_in(
        self,
        own_desk: NamedDependency[Desk],
        own_form: NamedDependency[Form],
        sign_in_id: FromPath[str],
    ) -> Response[Any]:
        """End one of the worker's own sign-ins."""
        del own_form
        with own_desk.site.database.writing(door.seat(own_desk.now)) as session:
            service.sign_out_one(session, worker_id=own_desk.actor.id, sign_in_id=sign_in_id)
            own_desk.note_own(session, "sign_in_ended")
        return responses.see_other("/account?done=ended")

    @post(
        "/account/sign-out-everywhere",
        sync_to_thread=True,
        name="account.sign_out_everywhere",
        opt={"may": "signed_in"},
    )
    def sign_out_everywhere(
        self, own_desk: NamedDependency[Desk], own_form: NamedDependency[Form]
    ) -> Response[Any]:
        """End every sign-in of the worker, this one too."""
        del own_form
        with own_desk.site.database.writing(door.seat(own_desk.now)) as session:
            service.sign_out_everywhere(session, worker_id=own_desk.actor.id)
            own_desk.note_own(session, "signed_out_everywhere")
        response = responses.see_other("/sign-in")
        response.delete_cookie(own_desk.site.cookie, path="/")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    @get(
        "/account/password",
        sync_to_thread=True,
        name="account.password",
        opt={"may": "signed_in", "first": True},
    )
    def show_password(self, own_desk: NamedDependency[Desk]) -> Response[str]:
        """Ask for a new password."""
        page = forms.PasswordPage(heading=heading(own_desk), step_up=step_up.asked(own_desk))
        return give_form(own_desk, "workbook/staff/password.html", page)

    @post(
        "/account/password",
        sync_to_thread=True,
        name="account.password_changed",
        opt={"may": "signed_in", "first": True},
    )
    def change_password(
        self, own_desk: NamedDependency[Desk], own_form: NamedDependency[Form]
    ) -> Response[Any]:
        """Change the password, and end every other sign-in."""
        desk, form, password = own_desk, own_form, own_form.one("new_password")
        if problem := rules.password_problem(password):
            form.refuse("new_password", problem)
        elif password != form.one("new_again"):
            form.refuse("new_again", DISAGREE)
        with desk.site.database.reading(door.seat(desk.now)) as session:
            account = queries.credentials_of(session, worker_id=desk.actor.id)
        if account is None:
            raise BadRecordError(["You do not sign in with a password."])
        if form.problems or not step_up.confirm(desk, form):
            page = forms.PasswordPage(
                heading=heading(desk), step_up=step_up.asked(desk, form), problems=form.problems
            )
            return give_form(desk, "workbook/staff/password.html", page)
        with desk.site.database.writing(door.seat(desk.now)) as session:
            service.change_password(
                session, worker_id=desk.actor.id, password=password, keep=desk.actor.sign_in
            )
            desk.note_own(session, "password_changed")
        return responses.see_other("/account?done=password")


def give_form(desk: Desk, template: str, page: forms.AccountForm) -> Response[str]:
    """Give back a form of the account: to be filled in, or with what was wrong with it."""
    give = desk.again if page.problems else desk.page
    return give(template, page, title=page.heading, active="account")


def heading(desk: Desk) -> str:
    """Say what the page about the password is for: the first one is only there to be changed."""
    is_first = desk.actor.how == rules.FIRST
    return "Choose a password of your own" if is_first else "Change your password"


def ask_for_password(_: AnyRequest, __: FirstPasswordError) -> Response[Any]:
    """Lead a worker who was handed a first password to where they choose their own."""
    return responses.see_other("/account/password")
