"""Signing out at a real provider ends what it began here; nothing else that is posted does."""

import json
from typing import Any

import pytest
from joserfc import jws

from tests.browser import Browser
from tests.builders.staff import noted, unused_for
from tests.workbook.staff.provider.conftest import ACCOUNT, Traveller
from workbook.clock import utc_now
from workbook.site import Site

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LARGEST = 16 * 1024


def is_inside(traveller: Traveller) -> bool:
    return traveller.browser.fetch("/account").status_code == 200


def claims_of(token: str) -> dict[str, Any]:
    """Return what a token says, unchecked."""
    found = jws.extract_compact(token.encode()).payload
    return dict(json.loads(found))


def a_farewell(traveller: Traveller, **changes: object) -> dict[str, Any]:
    """Return what a right token says of the whole subject; None takes a claim away."""
    now = int(utc_now().timestamp())
    claims = {
        "iss": traveller.provider,
        "aud": "workbook",
        "iat": now,
        "exp": now + 120,
        "jti": f"told-{now}",
        "sub": ACCOUNT["oid"],
        "events": {EVENT: {}},
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


def test_signing_out_at_the_provider_ends_the_sign_in_here(traveller: Traveller) -> None:
    traveller.goes_and_comes()
    assert is_inside(traveller)

    traveller.signs_out_there()

    assert len(traveller.ear.heard) == 1
    assert claims_of(traveller.ear.heard[0])["events"] == {EVENT: {}}
    assert not is_inside(traveller)
    assert len(noted(traveller.site.database, "signed_out_by_provider")) == 1


def test_a_locked_sign_in_ends_too(traveller: Traveller) -> None:
    traveller.goes_and_comes()
    unused_for(traveller.site.database, minutes=16)

    traveller.signs_out_there()

    assert traveller.browser.fetch("/").headers["location"] == "/sign-in"


def test_ends_the_one_session_that_is_named_and_no_other(traveller: Traveller) -> None:
    traveller.goes_and_comes()
    elsewhere = Browser(traveller.site)
    first, traveller.browser = traveller.browser, elsewhere
    traveller.goes_and_comes()
    assert is_inside(traveller)

    traveller.signs_out_there()

    assert not is_inside(traveller)
    assert first.fetch("/account").status_code == 200
    elsewhere.close()
    traveller.browser = first


def test_ends_every_session_of_a_subject_but_none_that_came_another_way(
    traveller: Traveller,
) -> None:
    traveller.goes_and_comes()
    elsewhere = Browser(traveller.site)
    first, traveller.browser = traveller.browser, elsewhere
    traveller.goes_and_comes()
    by_passkey = Browser(traveller.site, worker_id=traveller.worker)

    traveller.is_posted(traveller.a_token(a_farewell(traveller)))

    assert [one.fetch("/account").status_code for one in (first, elsewhere, by_passkey)] == [
        303,
        303,
        200,
    ]
    elsewhere.close()
    by_passkey.close()
    traveller.browser = first


def test_after_showing_it_anew_the_newest_session_there_is_the_one_that_ends(
    traveller: Traveller,
) -> None:
    traveller.goes_and_comes()
    traveller.browser.take_token("/")
    unused_for(traveller.site.database, minutes=16)
    traveller.goes_and_comes("/unlock/provider", csrf=traveller.browser.csrf)
    assert is_inside(traveller)

    traveller.signs_out_there()

    assert not is_inside(traveller)


def test_whoever_was_on_the_way_when_their_session_ended_does_not_arrive(
    traveller: Traveller,
) -> None:
    traveller.goes_and_comes()
    traveller.signs_out_there()
    traveller.is_told("a session that is over", session=claims_of(traveller.ear.heard[0])["sid"])

    assert traveller.goes_and_comes().status_code == 403
    assert not is_inside(traveller)


WRONG: dict[str, dict[str, object]] = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "another audience": {"aud": "somebody else"},
    "an audience among others": {"aud": ["workbook", "somebody else"]},
    "no audience": {"aud": None},
    "no events": {"events": None},
    "another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "an event that is no object": {"events": {EVENT: "yes"}},
    "events that are a list": {"events": [EVENT]},
    "a nonce": {"nonce": "n-0S6_WzA2Mj"},
    "an empty nonce": {"nonce": ""},
    "no id": {"jti": None},
    "an id that is a number": {"jti": 7},
    "nobody": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a list": {"sub": [ACCOUNT["oid"]]},
    "a session that is a list": {"sid": ["one"]},
    "no time": {"iat": None},
    "a time that is words": {"iat": "now"},
}


WRONG_TIMES: dict[str, dict[str, int]] = {
    "made long ago": {"iat": -301 - 60, "exp": 60},
    "over": {"iat": -7200, "exp": -3600},
    "over though new": {"iat": 0, "exp": -120},
    "made in the future": {"iat": 7200, "exp": 9000},
}
WRONG_SEALS: dict[str, dict[str, Any]] = {
    "no algorithm": {"alg": "none"},
    "another algorithm": {"alg": "HS256"},
    "a stranger’s key": {"strange": True},
    "an unknown key": {"strange": True, "kid": "second"},
    "another kind": {"typ": "at+jwt"},
}


def test_refuses_alike_every_token_with_something_wrong(traveller: Traveller) -> None:
    traveller.goes_and_comes()
    now = int(utc_now().timestamp())
    tokens = {
        **{name: traveller.a_token(a_farewell(traveller, **one)) for name, one in WRONG.items()},
        **{
            name: traveller.a_token(
                a_farewell(traveller, **{claim: now + late for claim, late in one.items()})
            )
            for name, one in WRONG_TIMES.items()
        },
        **{
            name: traveller.a_token(a_farewell(traveller), **how)
            for name, how in WRONG_SEALS.items()
        },
    }

    answers = {name: traveller.is_posted(token, expect=400) for name, token in tokens.items()}

    assert {one.text for one in answers.values()} == {'{"error":"invalid_request"}'}
    assert is_inside(traveller)
    print(f"tokens of signing out with something wrong: {len(answers)}, 0 taken")


def test_refuses_a_token_the_second_time(traveller: Traveller) -> None:
    token = traveller.a_token(a_farewell(traveller))
    traveller.is_posted(token)
    traveller.goes_and_comes()

    answer = traveller.is_posted(token, expect=400)

    assert answer.json() == {"error": "invalid_request"}
    assert is_inside(traveller)


def test_refuses_the_id_token_itself_and_a_token_that_was_changed(traveller: Traveller) -> None:
    traveller.goes_and_comes()
    now = int(utc_now().timestamp())
    about_signing_in = a_farewell(traveller, events=None, nonce="of-a-sign-in", auth_time=now)
    head, _, seal = traveller.a_token(a_farewell(traveller)).split(".")
    _, body, _ = traveller.a_token(a_farewell(traveller, jti="another")).split(".")

    for token in (traveller.a_token(about_signing_in), f"{head}.{body}.{seal}", "x", ""):
        traveller.is_posted(token, expect=400)

    assert is_inside(traveller)


def test_ends_nothing_where_session_and_subject_do_not_belong_together(
    traveller: Traveller,
) -> None:
    traveller.goes_and_comes()
    traveller.signs_out_there()
    session = claims_of(traveller.ear.heard[0])["sid"]
    traveller.goes_and_comes()

    traveller.is_posted(traveller.a_token(a_farewell(traveller, sid=session)))
    traveller.is_posted(traveller.a_token(a_farewell(traveller, jti="2", sub="somebody else")))

    assert is_inside(traveller)


def test_takes_one_token_of_a_small_size_and_nothing_else(traveller: Traveller) -> None:
    traveller.goes_and_comes()
    token = traveller.a_token(a_farewell(traveller))
    answer = traveller.is_posted(token + "x" * LARGEST, expect=413)

    assert token not in answer.text
    for sent in ({}, {"id_token": token}, {"logout_token": [token, token]}):
        post = traveller.browser.post("/sign-in/provider/signed-out", sent, expect=400)
        assert post.json() == {"error": "invalid_request"}
    assert is_inside(traveller)


def test_says_and_logs_nothing_of_whom_it_was_about(
    traveller: Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    traveller.goes_and_comes()
    traveller.signs_out_there()
    [token] = traveller.ear.heard
    answer = traveller.is_posted(token, expect=400)
    said = capsys.readouterr()
    words = said.out + said.err + answer.text

    told = claims_of(token)
    assert [word for word in (token, told["sub"], told["sid"], told["jti"]) if word in words] == []


def test_an_installation_without_a_provider_refuses_it_alike(site: Site) -> None:
    browser = Browser(site)
    answer = browser.post("/sign-in/provider/signed-out", {"logout_token": "a.b.c"}, expect=400)

    assert answer.json() == {"error": "invalid_request"}
    browser.close()
