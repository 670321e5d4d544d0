"""Signing in at a real provider, and everything that must not let anybody in."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.builders.staff import has_left, noted, unused_for
from tests.workbook.staff.provider.conftest import ACCOUNT, ADDRESS, Traveller, way_on

REFUSED = "Your council’s sign-in could not be used"
UNKNOWN = "Your council account is not linked to the workbook"


def is_let_in(traveller: Traveller, answer: httpx.Response) -> bool:
    """Tell whether an answer let somebody in: by its cookie, and by the page that it opens."""
    inside = traveller.browser.fetch("/").status_code == 200
    assert inside == bool(re.search('workbook=[^;"]', answer.headers.get("set-cookie", "")))
    return inside


def test_lets_in_the_worker_whose_account_it_is_and_leads_back(traveller: Traveller) -> None:
    answer = traveller.goes_and_comes(back_to="/account")

    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert is_let_in(traveller, answer)
    assert "Council account" in traveller.browser.get("/account").text
    assert [one.detail for one in noted(traveller.site.database, "signed_in")] == [
        {"how": "provider"}
    ]


def test_asks_for_a_code_with_state_nonce_and_a_challenge(traveller: Traveller) -> None:
    asked = parse_qs(urlsplit(traveller.sets_out()).query)

    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{ADDRESS}/sign-in/provider/back"]
    assert asked["scope"] == ["openid profile"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 43


def test_each_way_there_has_its_own_state_nonce_and_challenge(traveller: Traveller) -> None:
    one, two = (parse_qs(urlsplit(traveller.sets_out()).query) for _ in range(2))

    assert [one[name] == two[name] for name in ("state", "nonce", "code_challenge")] == [False] * 3


@pytest.mark.parametrize(
    "spoil",
    [
        "audience", "audience among others", "issuer", "nonce", "no nonce", "expired",
        "made in the future", "alg none", "a stranger’s key", "an unknown key", "no account key",
        "no token",
    ],
)  # fmt: skip
def test_refuses_a_token_with_something_wrong(traveller: Traveller, spoil: str) -> None:
    traveller.is_told(spoil)
    answer = traveller.goes_and_comes()

    assert answer.status_code == 403
    assert REFUSED in answer.text
    assert not is_let_in(traveller, answer)


@pytest.mark.parametrize("amr", [["pwd"], [], ["pwd", "mfa2"]])
def test_refuses_somebody_without_a_second_step(traveller: Traveller, amr: list[str]) -> None:
    traveller.is_told(amr=amr)
    answer = traveller.goes_and_comes()

    assert REFUSED in answer.text
    assert not is_let_in(traveller, answer)


def test_refuses_an_account_of_another_tenant(traveller: Traveller) -> None:
    traveller.is_told(account={"tid": "5c1d0c1e-0000-4000-8000-00000000000c"})
    answer = traveller.goes_and_comes()

    assert REFUSED in answer.text
    assert not is_let_in(traveller, answer)


def test_knows_an_account_by_its_key_and_never_by_its_mail_address(traveller: Traveller) -> None:
    traveller.is_told(account={"oid": "6f1d0c1e-0000-4000-8000-00000000000d"})
    answer = traveller.goes_and_comes()

    assert answer.status_code == 403
    assert UNKNOWN in answer.text
    assert not is_let_in(traveller, answer)
    traveller.is_told(account={"email": "somebody.else@council.example"})
    assert is_let_in(traveller, traveller.goes_and_comes())


def test_being_in_a_group_gives_nothing(traveller: Traveller) -> None:
    groups = ["workbook", "social_worker", "administrators"]
    traveller.is_told(account={"oid": "6f1d0c1e-0000-4000-8000-00000000000d", "groups": groups})

    assert UNKNOWN in traveller.goes_and_comes().text


def test_refuses_a_state_that_is_not_this_browsers(traveller: Traveller) -> None:
    back = traveller.comes_back_by(traveller.sets_out())
    answer = traveller.arrives(re.sub("state=[^&]+", "state=" + "x" * 43, back))

    assert REFUSED in answer.text
    assert not is_let_in(traveller, answer)


def test_refuses_a_way_back_that_another_browser_began(traveller: Traveller) -> None:
    back = traveller.comes_back_by(traveller.sets_out())
    traveller.browser.set_cookie(traveller.site.door_cookie, "of-another-browser")

    assert REFUSED in traveller.arrives(back).text


def test_takes_a_way_back_once(traveller: Traveller) -> None:
    back = traveller.comes_back_by(traveller.sets_out())
    assert traveller.arrives(back).status_code == 303

    assert REFUSED in traveller.arrives(back).text


def test_refuses_a_code_that_was_used_with_another_state(traveller: Traveller) -> None:
    first = traveller.comes_back_by(traveller.sets_out())
    code = parse_qs(urlsplit(first).query)["code"][0]
    traveller.arrives(first)
    traveller.browser.set_cookie("none", "none")

    second = traveller.comes_back_by(traveller.sets_out())
    answer = traveller.arrives(re.sub("code=[^&]+", f"code={code}", second))

    assert REFUSED in answer.text
    assert not is_let_in(traveller, answer)


def test_refuses_a_code_that_was_got_for_another_challenge(traveller: Traveller) -> None:
    stolen = parse_qs(urlsplit(traveller.comes_back_by(traveller.sets_out())).query)["code"][0]
    own = traveller.comes_back_by(traveller.sets_out())

    assert REFUSED in traveller.arrives(re.sub("code=[^&]+", f"code={stolen}", own)).text


def test_refuses_a_way_back_that_names_another_issuer(traveller: Traveller) -> None:
    back = traveller.comes_back_by(traveller.sets_out())
    assert "iss=" in back

    answer = traveller.arrives(re.sub("iss=[^&]+", "iss=https%3A%2F%2Felsewhere.example", back))
    assert REFUSED in answer.text


def test_says_so_kindly_when_the_worker_turned_back(traveller: Traveller) -> None:
    state = parse_qs(urlsplit(traveller.sets_out()).query)["state"][0]
    answer = traveller.arrives(f"/sign-in/provider/back?error=access_denied&state={state}")

    assert answer.status_code == 403
    assert "access_denied" not in answer.text


def test_a_worker_who_has_left_is_not_let_in(traveller: Traveller) -> None:
    has_left(traveller.site.database, traveller.worker)

    assert UNKNOWN in traveller.goes_and_comes().text


def test_signing_out_ends_the_sign_in_at_the_provider_too(traveller: Traveller) -> None:
    traveller.goes_and_comes()
    traveller.browser.take_token("/")
    out = way_on(traveller.browser.post("/sign-out", expect=200).text)

    asked = parse_qs(urlsplit(out).query)
    assert asked["post_logout_redirect_uri"] == [f"{ADDRESS}/sign-in"]
    answer = httpx.get(out)
    assert answer.status_code == 200
    assert "logout" in answer.text.lower()
    assert traveller.browser.fetch("/").status_code == 303


def test_a_locked_sign_in_is_opened_by_showing_it_anew_at_the_provider(
    traveller: Traveller,
) -> None:
    traveller.goes_and_comes()
    traveller.browser.take_token("/")
    unused_for(traveller.site.database, minutes=16)
    assert traveller.browser.fetch("/account").headers["location"] == "/unlock?back_to=/account"

    address = traveller.sets_out(
        "/unlock/provider", csrf=traveller.browser.csrf, back_to="/account"
    )
    assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]
    answer = traveller.arrives(traveller.comes_back_by(address))

    assert answer.headers["location"] == "/account"
    traveller.browser.get("/account")


def test_somebody_elses_account_does_not_open_a_locked_sign_in(traveller: Traveller) -> None:
    traveller.goes_and_comes()
    traveller.browser.take_token("/")
    unused_for(traveller.site.database, minutes=16)
    traveller.is_told(account={"oid": "6f1d0c1e-0000-4000-8000-00000000000d"})

    answer = traveller.goes_and_comes("/unlock/provider", csrf=traveller.browser.csrf)

    assert UNKNOWN in answer.text
    assert traveller.browser.fetch("/").headers["location"] == "/unlock"


def test_the_key_of_an_account_may_be_another_claim_but_the_setting_names_it(
    traveller: Traveller,
) -> None:
    assert traveller.site.settings.provider_key_claim == "oid"
    assert ACCOUNT["oid"] not in traveller.goes_and_comes().text
