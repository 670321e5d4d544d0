"""A form's token holds for one sign-in and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.web.csrf import is_same_origin, is_valid, token

SECRET = b"a secret of the process"
OURS = "https://workbook.example"


@given(st.text(), st.text())
def test_accepts_a_token_only_in_the_session_it_was_made_for(first: str, second: str) -> None:
    first, second = first.encode("utf-8", "replace").hex(), second.encode("utf-8", "replace").hex()
    assert is_valid(token(first, SECRET), first, SECRET)
    assert is_valid(token(first, SECRET), second, SECRET) == (first == second)


@given(st.text())
def test_refuses_whatever_else_is_posted(given_token: str) -> None:
    assert not is_valid(given_token, "session", SECRET)


def test_refuses_a_token_of_another_secret() -> None:
    assert not is_valid(token("session", b"another"), "session", SECRET)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": OURS},
        {"origin": f"{OURS}:443"},
        {"sec-fetch-site": "same-origin", "origin": OURS},
        {"sec-fetch-site": "none"},
    ],
)
def test_lets_our_own_pages_post(headers: dict[str, str]) -> None:
    assert is_same_origin(headers, OURS)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"origin": "null"},
        {"origin": "https://workbook.example.evil.example"},
        {"origin": "http://workbook.example"},
        {"origin": "https://workbook.example:8443"},
        {"origin": "https://workbook.example:port"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "origin": OURS},
    ],
)
def test_refuses_other_sites(headers: dict[str, str]) -> None:
    assert not is_same_origin(headers, OURS)
