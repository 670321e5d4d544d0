"""Setting up codes and passkeys, and taking them away: pages of a worker's own account."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from workbook.errors import NotFoundError
from workbook.staff import door, service, step_up
from workbook.staff.account.pages import give_form
from workbook.staff.desk import Desk
from workbook.staff.exchange import service as exchange
from workbook.staff.second_step import passkeys, queries, rules
from workbook.staff.second_step import service as second_step
from workbook.staff.second_step.pages import challenge_for_script
from workbook.staff.setting_up import forms
from workbook.web import responses
from workbook.web.forms import Form

WRONG_CODE = "The code is not right. Wait for the next one and type that"
NOT_MADE = "The passkey could not be added. Try again"
NEEDS_SCRIPT = "Passkeys need the browser’s own help, which did not come. Try another browser"


def show_code(desk: Desk, *, key: str, secret: str, form: Form | None = None) -> Response[str]:
    """Give back the page with the picture for the app, and the box for its first code."""
    asked = step_up.asked(desk, form)
    page = forms.CodePage(
        exchange=key,
        letters=rules.in_fours(secret),
        picture=rules.qr_code(
            rules.app_address(secret, name=desk.actor.name, council=desk.site.settings.council)
        ),
        replaces="code" in asked.ways,
        step_up=asked,
        problems=form.problems if form else (),
    )
    return give_form(desk, "workbook/staff/set_up_code.html", page)


class CodePages(Controller):
    """An app that makes codes."""

    @post("/account/code/new", sync_to_thread=True, name="account.code", opt={"may": "signed_in"})
    def begin(
        self, own_desk: NamedDependency[Desk], own_form: NamedDependency[Form]
    ) -> Response[str]:
        """Make a secret for an app. Nothing is kept of it until the first code is right."""
        del own_form
        desk, secret = own_desk, rules.new_secret()
        with desk.site.database.writing(door.seat(desk.now)) as session:
            key = exchange.begin(
                session,
                keyring=desk.site.keyring,
                kind="add_code",
                worker_id=desk.actor.id,
                detail={"secret": secret},
                now=desk.now,
            )
        return show_code(desk, key=key, secret=secret)

    @post("/account/code", sync_to_thread=True, name="account.code_added", opt={"may": "signed_in"})
    def add(
        self, own_desk: NamedDependency[Desk], own_form: NamedDependency[Form]
    ) -> Response[Any]:
        """Keep the secret once the app has shown a right code of it."""
        desk, form, key = own_desk, own_form, own_form.one("exchange")
        keyring = desk.site.keyring
        with desk.site.database.reading(door.seat(desk.now)) as session:
            begun = exchange.look(session, keyring=keyring, kind="add_code", key=key, now=desk.now)
        if begun is None or begun.worker_id != desk.actor.id:
            return responses.see_other("/account")
        secret = begun.detail["secret"]
        step = rules.step_of(secret, form.one("code"), now=desk.now, after=0)
        if step is None:
            form.refuse("code", WRONG_CODE)
        if step is None or not step_up.confirm(desk, form):
            return show_code(desk, key=key, secret=secret, form=form)
        with desk.site.database.writing(door.seat(desk.now)) as session:
            exchange.take(session, keyring=keyring, kind="add_code", key=key, now=desk.now)
            second_step.add_code(
                session,
                keyring=keyring,
                worker_id=desk.actor.id,
                secret=secret,
                step=step,
                now=desk.now,
            )
            service.strengthen(session, sign_in_id=desk.actor.sign_in, how="password_and_code")
            desk.note_own(session, "code_set_up")
        return responses.see_other("/account?done=code")

    @get(
        "/account/code/off", sync_to_thread=True, name="account.code_off", opt={"may": "signed_in"}
    )
    def ask_off(self, own_desk: NamedDependency[Desk]) -> Response[str]:
        """Ask whether codes should be switched off."""
        return show_removal(own_desk, code_removal(own_desk))

    @post(
        "/account/code/off", sync_to_thread=True, name="account.code_gone", opt={"may": "signed_in"}
    )
    def switch_off(
        self, own_desk: NamedDependency[Desk], own_form: NamedDependency[Form]
    ) -> Response[Any]:
        """Switch codes off."""
        if not step_up.confirm(own_desk, own_form):
            return show_removal(own_desk, code_removal(own_desk, own_form))
        with own_desk.site.database.writing(door.seat(own_desk.now)) as session:
            second_step.remove_code(session, worker_id=own_desk.actor.id)
            own_desk.note_own(session, "code_switched_off")
        return responses.see_other("/account?done=code-off")


class PasskeyPages(Controller):
    """Passkeys. They need script: only the browser itself can speak with them."""

    @get(
        "/account/passkeys/new",
        sync_to_thread=True,
        name="account.passkey",
        opt={"may": "signed_in"},
    )
    def show(self, own_desk: NamedDependency[Desk]) -> Response[str]:
        """Ask for a name for the passkey, and who the worker is."""
        page = forms.PasskeyPage(step_up=step_up.asked(own_desk))
        return give_form(own_desk, "workbook/staff/add_passkey.html", page)

    @post(
        "/account/passkeys/begin",
        sync_to_thread=True,
        name="account.passkey_begun",
        opt={"may": "signed_in"},
    )
    def begin(
        self, own_desk: NamedDependency[Desk], own_form: NamedDependency[Form]
    ) -> Response[bytes]:
        """Give the page's script what the browser needs to make a passkey."""
        del own_form
        desk, challenge = own_desk, passkeys.new_challenge()
        host = passkeys.host_of(desk.caller.origin)
        if host is None:
            raise NotFoundError
        with desk.site.database.writing(door.seat(desk.now)) as session:
            have = queries.credential_ids(session, worker_id=desk.actor.id)
            key = exchange.begin(
                session,
                keyring=desk.site.keyring,
                kind="add_passkey",
                worker_id=desk.actor.id,
                detail={"challenge": challenge},
                now=desk.now,
            )
        options = passkeys.options_to_make(
            challenge=challenge,
            host=host,
            council=desk.site.settings.council,
            worker_id=desk.actor.id,
            name=desk.actor.name,
            have=have,
        )
        return challenge_for_script(key, options)

    @post(
        "/account/passkeys",
        sync_to_thread=True,
        name="account.passkey_added",
        opt={"may": "signed_in"},
    )
    def add(
        self, own_desk: NamedDependency[Desk], own_form: NamedDependency[Form]
    ) -> Response[Any]:
        """Keep the public half of the passkey that the browser made."""
        desk, form = own_desk, own_form
        name = form.text("name", forms.LONGEST_NAME, required="Say which passkey this is")
        if not form.one("passkey"):
            form.refuse("name", NEEDS_SCRIPT)
        made = None
        if not form.problems and step_up.confirm(desk, form):
            made = new_passkey(desk, form)
            if made is None:
                form.refuse("name", NOT_MADE)
        if made is None:
            page = forms.PasskeyPage(
                name=name, step_up=step_up.asked(desk, form), problems=form.problems
            )
            return give_form(desk, "workbook/staff/add_passkey.html", page)
        with desk.site.database.writing(door.seat(desk.now)) as session:
            second_step.add_passkey(
                session, worker_id=desk.actor.id, made=made, name=name, now=desk.now
            )
            service.strengthen(session, sign_in_id=desk.actor.sign_in, how="passkey")
            desk.note_own(session, "passkey_added")
        return responses.see_other("/account?done=passkey")

    @get(
        "/account/passkeys/{passkey_id:str}/remove",
        sync_to_thread=True,
        name="account.passkey_off",
        opt={"may": "signed_in"},
    )
    def ask_off(self, own_desk: NamedDependency[Desk], passkey_id: FromPath[str]) -> Response[str]:
        """Ask whether a passkey should be removed."""
        return show_removal(own_desk, passkey_removal(own_desk, passkey_id))

    @post(
        "/account/passkeys/{passkey_id:str}/remove",
        sync_to_thread=True,
        name="account.passkey_gone",
        opt={"may": "signed_in"},
    )
    def remove(
        self,
        own_desk: NamedDependency[Desk],
        own_form: NamedDependency[Form],
        passkey_id: FromPath[str],
    ) -> Response[Any]:
        """Remove a passkey."""
        if not step_up.confirm(own_desk, own_form):
            return show_removal(own_desk, passkey_removal(own_desk, passkey_id, own_form))
        with own_desk.site.database.writing(door.seat(own_desk.now)) as session:
            second_step.remove_passkey(session, worker_id=own_desk.actor.id, passkey_id=passkey_id)
            own_desk.note_own(session, "passkey_removed")
        return responses.see_other("/account?done=passkey-off")


def new_passkey(desk: Desk, form: Form) -> passkeys.NewPasskey | None:
    """Return the passkey that the browser made for this worker's challenge; None if it is not."""
    with desk.site.database.writing(door.seat(desk.now)) as session:
        begun = exchange.take(
            session,
            keyring=desk.site.keyring,
            kind="add_passkey",
            key=form.one("exchange"),
            now=desk.now,
        )
        if begun is None or begun.worker_id != desk.actor.id:
            return None
        made = passkeys.made(
            form.one("passkey"), challenge=begun.detail["challenge"], origin=desk.caller.origin
        )
        if made and queries.passkey(session, credential_id=made.credential_id):
            return None
    return made


def code_removal(desk: Desk, form: Form | None = None) -> forms.RemovePage:
    """Return the page that switches codes off."""
    return forms.RemovePage(
        heading="Switch codes off",
        words="You will not be asked for a code any more when you sign in.",
        button="Switch off",
        action="/account/code/off",
        step_up=step_up.asked(desk, form),
        problems=form.problems if form else (),
    )


def passkey_removal(desk: Desk, passkey_id: str, form: Form | None = None) -> forms.RemovePage:
    """Return the page that removes one of the worker's own passkeys.

    Raises:
        NotFoundError: it is not there, or not theirs.
    """
    with desk.site.database.reading(door.seat(desk.now)) as session:
        ways = queries.ways(session, worker_id=desk.actor.id)
    found = next((one for one in ways.passkeys if one.id == passkey_id), None)
    if found is None:
        raise NotFoundError
    return forms.RemovePage(
        heading="Remove a passkey",
        words=f"You will not be able to sign in with “{found.name}” any more.",
        button="Remove",
        action=f"/account/passkeys/{found.id}/remove",
        step_up=step_up.asked(desk, form),
        problems=form.problems if form else (),
    )


def show_removal(desk: Desk, page: forms.RemovePage) -> Response[str]:
    """Give back a page that takes something of the account away."""
    return give_form(desk, "workbook/staff/remove.html", page)
