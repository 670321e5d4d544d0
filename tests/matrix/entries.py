"""What each route answers to whom. A new route needs one line in `ENTRIES`.

Role and route to the family are judged by the runner: an entry says what comes then. Its key is
the line of the route in `tests/routes.txt`.
"""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from tests.matrix.answers import (
    AGAIN,
    KEY,
    NOT_FOUND,
    SAVED,
    Answer,
    Fields,
    about_somebody,
    about_whom,
    adding_a_file,
    asked_for,
    closing,
    comes_back,
    correcting,
    correction,
    document,
    draft,
    drafts,
    entry,
    file,
    first_page,
    held,
    held_back,
    held_shown,
    holding_all,
    in_session,
    keeper,
    kept_record,
    module,
    nothing,
    ok,
    open_action,
    own_action,
    plain,
    readers,
    release,
    report,
    saved,
    session,
    shows,
    subjects,
    withdrawing,
    withdrawing_a_file,
)
from tests.matrix.cells import Cell, Ids
from tests.matrix.opening import kept_closer, loosening, loosening_decided, moved, sealed_fact
from tests.matrix.reaching import colleague, conflict, opening, question, role, role_shown
from tests.matrix.worlds import World


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a route answers to a worker of a role that may use it, with a route to the family.

    `fields`: what is posted. `queries`: what may follow the address. `shows`: tables and
    columns whose canaries of the family must be in the page, so far as the worker may see them.
    """

    answer: Answer = ok
    fields: Callable[[Cell], Fields] = nothing
    queries: Callable[[World, Ids], Iterable[str]] = plain
    shows: tuple[str, ...] = ()


RECORD: Final = "/retention/{record_id:str}"
PLACE: Final = "/families/{family_id:str}"
ASKED: Final = f"{PLACE}/subject-access/{{subject_id:str}}"
VERSION: Final = PLACE + "/entries/{entry_id:str}"
FILE: Final = PLACE + "/files/{attachment_id:str}"
MODULE: Final = PLACE + "/modules/{module_key:str}"
SECTION: Final = MODULE + "/{section_key:str}"
FORBIDDEN: Final = 403
BAD_REQUEST: Final = 400
MEETING: Final = "/supervision/{session_id:str}"

# A worker's own account, unlocking, and the door: none is of any family.
SIGNING_IN: Final[dict[str, Entry]] = {
    "GET /account": Entry(),
    "GET /account/code/off": Entry(),
    "GET /account/passkeys/new": Entry(),
    "GET /account/passkeys/{passkey_id:str}/remove": Entry(answer=lambda _: NOT_FOUND),
    "GET /account/password": Entry(),
    "GET /sign-in/provider/back": Entry(answer=lambda _: FORBIDDEN),
    "GET /sign-in/second-step": Entry(answer=saved),
    "GET /unlock": Entry(answer=saved),
    "POST /account/code": Entry(answer=saved),
    "POST /account/code/new": Entry(),
    "POST /account/code/off": Entry(answer=comes_back),
    "POST /account/passkeys": Entry(answer=comes_back),
    "POST /account/passkeys/begin": Entry(),
    "POST /account/passkeys/{passkey_id:str}/remove": Entry(answer=lambda _: NOT_FOUND),
    "POST /account/password": Entry(answer=comes_back),
    "POST /account/sign-ins/{sign_in_id:str}/end": Entry(answer=saved),
    "POST /account/sign-out-everywhere": Entry(answer=saved),
    "POST /confirm/passkey": Entry(),
    "POST /confirm/provider": Entry(answer=lambda _: NOT_FOUND),
    "POST /in-use": Entry(),
    "POST /lock": Entry(),
    "POST /sign-in/passkey": Entry(answer=comes_back),
    "POST /sign-in/passkey/begin": Entry(),
    "POST /sign-in/provider": Entry(answer=lambda _: NOT_FOUND),
    "POST /sign-in/provider/signed-out": Entry(answer=lambda _: BAD_REQUEST),
    "POST /sign-in/second-step": Entry(answer=saved),
    "POST /unlock": Entry(answer=comes_back),
    "POST /unlock/provider": Entry(answer=lambda _: NOT_FOUND),
}

ENTRIES: Final[dict[str, Entry]] = {
    "GET /": Entry(answer=first_page),
    "GET /new": Entry(),
    "GET /team": Entry(),
    "GET /odd-openings": Entry(),
    "POST /odd-openings": Entry(answer=lambda _: NOT_FOUND),
    "GET /search": Entry(),
    "POST /search": Entry(fields=lambda _: {"words": "Reed"}),
    "GET /sign-in": Entry(),
    "POST /sign-in": Entry(answer=comes_back, fields=lambda _: {"name": "a", "password": "b"}),
    "POST /sign-out": Entry(answer=saved),
    **SIGNING_IN,
    "GET /static/{stamp:str}/{name:path}": Entry(answer=lambda _: NOT_FOUND),
    "POST /to-do/{action_id:str}/done": Entry(answer=own_action),
    f"GET {PLACE}": Entry(shows=("family.name",), queries=shows),
    f"GET {PLACE}/network": Entry(
        shows=("person.name", "household.address", "withholding.what", "family_plan.lines")
    ),
    f"GET {PLACE}/openings": Entry(),
    f"GET {PLACE}/openings/table": Entry(),
    f"GET {PLACE}/actions": Entry(shows=("action.text",)),
    f"POST {PLACE}/actions": Entry(answer=open_action, fields=closing),
    f"GET {PLACE}/chronology": Entry(shows=("entry.headline",)),
    f"GET {PLACE}/supervision": Entry(
        shows=("family_discussion.decision", "discussion_part.worried")
    ),
    f"GET {PLACE}/documents": Entry(shows=("issued_document.recipient_label",)),
    f"GET {PLACE}/documents/{{document_id:str}}": Entry(answer=document),
    f"GET {PLACE}/report": Entry(answer=report, queries=readers),
    # Every canary is a letter apart from a protected address: the last gate holds the copy back.
    f"POST {PLACE}/report": Entry(
        answer=held_back, fields=lambda _: {"submit_key": KEY, "reader": "conference_members"}
    ),
    f"GET {PLACE}/releases/{{release_id:str}}": Entry(answer=release(200)),
    f"POST {PLACE}/releases/{{release_id:str}}": Entry(
        answer=release(AGAIN), fields=lambda _: {"submit_key": KEY, "outcome": "refused"}
    ),
    f"GET {PLACE}/sitting": Entry(),
    f"POST {PLACE}/sitting": Entry(answer=comes_back),
    "GET /subject-access": Entry(),
    "POST /subject-access": Entry(answer=comes_back),
    f"GET {PLACE}/subject-access/new": Entry(),
    f"POST {PLACE}/subject-access/new": Entry(answer=comes_back),
    f"GET {ASKED}": Entry(answer=asked_for(200)),
    f"POST {ASKED}": Entry(answer=asked_for(AGAIN)),
    f"POST {ASKED}/check": Entry(answer=asked_for(AGAIN), fields=lambda _: {"submit_key": KEY}),
    f"POST {ASKED}/answer": Entry(answer=asked_for(AGAIN), fields=lambda _: {"submit_key": KEY}),
    f"GET {ASKED}/withheld": Entry(answer=asked_for(200)),
    f"GET {PLACE}/record": Entry(answer=draft, queries=drafts),
    f"POST {PLACE}/record": Entry(answer=comes_back, fields=lambda _: {"submit_key": KEY}),
    f"GET {VERSION}": Entry(answer=entry),
    f"GET {VERSION}/withdraw": Entry(answer=withdrawing(200)),
    f"POST {VERSION}/withdraw": Entry(
        answer=withdrawing(SAVED), fields=lambda _: {"submit_key": KEY, "reason": "Twice"}
    ),
    f"GET {VERSION}/moving": Entry(answer=withdrawing(200)),
    f"POST {VERSION}/moving": Entry(answer=moved, fields=lambda _: {"submit_key": KEY}),
    f"GET {VERSION}/correct": Entry(answer=correcting(200)),
    f"POST {VERSION}/correct": Entry(answer=correction, fields=lambda _: {"submit_key": KEY}),
    f"GET {VERSION}/files/add": Entry(answer=adding_a_file(200)),
    f"POST {VERSION}/files/add": Entry(answer=adding_a_file(AGAIN)),
    f"GET {PLACE}/files": Entry(),
    f"GET {FILE}": Entry(answer=file),
    f"POST {PLACE}/marks": Entry(answer=lambda _: NOT_FOUND),
    f"GET {PLACE}/marks/{{object_id:str}}/loosen": Entry(answer=kept_closer(200)),
    f"POST {PLACE}/marks/{{object_id:str}}/loosen": Entry(answer=kept_closer(AGAIN)),
    f"GET {PLACE}/sealed/add": Entry(answer=keeper(200)),
    f"POST {PLACE}/sealed/add": Entry(answer=keeper(AGAIN)),
    f"POST {PLACE}/sealed/{{fact_id:str}}/open": Entry(
        answer=sealed_fact, shows=("sealed_fact.value",)
    ),
    f"GET {PLACE}/loosenings/{{request_id:str}}": Entry(answer=loosening),
    f"POST {PLACE}/loosenings/{{request_id:str}}": Entry(answer=loosening_decided),
    f"GET {FILE}/picture": Entry(answer=lambda _: NOT_FOUND),
    f"GET {FILE}/content": Entry(answer=file),
    f"GET {FILE}/withdraw": Entry(answer=withdrawing_a_file(200)),
    f"POST {FILE}/withdraw": Entry(
        answer=withdrawing_a_file(SAVED), fields=lambda _: {"submit_key": KEY, "reason": "Twice"}
    ),
    f"GET {MODULE}": Entry(answer=module(200)),
    f"POST {MODULE}": Entry(answer=module(AGAIN)),
    f"GET {SECTION}/add": Entry(answer=about_somebody, queries=subjects),
    f"POST {SECTION}/add": Entry(answer=about_whom),
    f"GET {SECTION}/summary": Entry(answer=about_somebody, queries=subjects),
    f"POST {SECTION}/summary": Entry(answer=about_whom),
    "GET /open-a-family": Entry(),
    "POST /open-a-family/asked": Entry(fields=lambda _: {"reference": "T-9"}),
    # Nothing is opened that was not asked after.
    "POST /open-a-family": Entry(
        answer=lambda _: NOT_FOUND, fields=lambda _: {"reference": "T-9", "family": KEY}
    ),
    f"GET {PLACE}/known-to-me": Entry(),
    f"POST {PLACE}/known-to-me": Entry(answer=saved),
    "GET /known-to-me": Entry(),
    "POST /known-to-me": Entry(answer=saved),
    "GET /conflicts": Entry(),
    "GET /conflicts/{conflict_id:str}": Entry(answer=conflict(200)),
    "POST /conflicts/{conflict_id:str}": Entry(answer=conflict(AGAIN)),
    f"GET {PLACE}/close": Entry(),
    f"POST {PLACE}/close": Entry(answer=comes_back),
    f"GET {PLACE}/workers": Entry(),
    f"POST {PLACE}/workers": Entry(answer=comes_back),
    f"POST {PLACE}/workers/end": Entry(answer=lambda _: NOT_FOUND),
    "GET /team/workers/{worker_id:str}": Entry(answer=colleague(200)),
    "POST /team/workers/{worker_id:str}": Entry(answer=colleague(AGAIN)),
    "POST /team/workers/{worker_id:str}/left": Entry(answer=colleague(SAVED)),
    "GET /roles": Entry(),
    "POST /roles": Entry(answer=comes_back),
    "POST /roles/left": Entry(answer=comes_back),
    "GET /roles/new": Entry(),
    "POST /roles/new": Entry(answer=comes_back),
    "GET /roles/{role_id:str}": Entry(answer=role_shown),
    "POST /roles/{role_id:str}": Entry(answer=role),
    "GET /matches": Entry(),
    "POST /matches/{proposal_id:str}": Entry(answer=question),
    "GET /own-details": Entry(),
    "POST /own-details": Entry(answer=saved),
    "GET /openings": Entry(),
    "GET /openings/{route_id:str}": Entry(answer=opening(200)),
    "POST /openings/{route_id:str}": Entry(answer=opening(AGAIN)),
    "GET /supervision": Entry(),
    "POST /supervision": Entry(answer=comes_back),
    f"GET {MEETING}": Entry(answer=session),
    f"GET {MEETING}/families/{{family_id:str}}": Entry(answer=session),
    f"POST {MEETING}/families/{{family_id:str}}": Entry(answer=in_session(AGAIN)),
    f"POST {MEETING}/families/{{family_id:str}}/addendum": Entry(answer=in_session(AGAIN)),
    "GET /retention": Entry(),
    "POST /retention": Entry(answer=holding_all),
    f"GET {RECORD}": Entry(answer=kept_record(200)),
    f"POST {RECORD}/order": Entry(answer=kept_record(AGAIN)),
    f"POST {RECORD}/decision": Entry(answer=kept_record(AGAIN)),
    f"POST {RECORD}/hold": Entry(answer=kept_record(AGAIN)),
    "GET /retention/holds/{hold_id:str}": Entry(answer=held_shown),
    "POST /retention/holds/{hold_id:str}": Entry(answer=held),
    "GET /retention/certificates/{certificate_id:str}": Entry(answer=lambda _: NOT_FOUND),
}
