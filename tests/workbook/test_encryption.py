"""What is sealed opens in its own place, with its own keys, and nowhere else."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.encryption import FILE, BadKeyFileError, BrokenSealError, Keyring, add_key

PLACE = "sealed_fact|0123|words"
RING = Keyring(keys={"k1": b"1" * 32}, newest="k1", blind_key=b"b" * 32)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_opens_what_it_sealed(words: str) -> None:
    assert RING.open_sealed(RING.seal(words, place=PLACE), place=PLACE) == words


def test_shows_nothing_of_the_words_and_never_the_same_token_twice() -> None:
    tokens = {RING.seal("14 Larch Close", place=PLACE) for _ in range(100)}

    assert len(tokens) == 100
    assert not any("Larch" in token for token in tokens)


@pytest.mark.parametrize(
    "place", ["sealed_fact|0124|words", "sealed_fact|0123|hint", "account|0123|words", ""]
)
def test_does_not_open_in_another_place(place: str) -> None:
    token = RING.seal("14 Larch Close", place=PLACE)

    with pytest.raises(BrokenSealError):
        RING.open_sealed(token, place=place)


def test_does_not_open_after_any_single_change() -> None:
    token = RING.seal("14 Larch Road", place=PLACE)  # its last figure has bits to spare
    for position, figure in enumerate(token):
        changed = token[:position] + ("A" if figure != "A" else "B") + token[position + 1 :]
        with pytest.raises(BrokenSealError):
            RING.open_sealed(changed, place=PLACE)


@pytest.mark.parametrize("token", ["", ".", "s1.k1.", "s1.k1.AAAA", "s1.k1.é", "s1..", "a.b.c.d"])
def test_refuses_what_never_was_a_token(token: str) -> None:
    with pytest.raises(BrokenSealError) as caught:
        RING.open_sealed(token, place=PLACE)

    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_makes_its_keys_once_for_its_own_account_only(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        rings = list(threads.map(lambda _: Keyring.load(tmp_path / "seal"), range(16)))

    assert all(ring == rings[0] for ring in rings)
    assert stat.S_IMODE((tmp_path / "seal" / FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "seal").iterdir()] == [FILE]


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o620, 0o666])
def test_refuses_a_file_that_others_may_read_or_change(tmp_path: Path, mode: int) -> None:
    Keyring.load(tmp_path)
    (tmp_path / FILE).chmod(mode)

    with pytest.raises(BadKeyFileError, match="chmod 600"):
        Keyring.load(tmp_path)


def test_a_new_key_seals_and_the_old_ones_still_open(tmp_path: Path) -> None:
    before = Keyring.load(tmp_path)
    token = before.seal("14 Larch Close", place=PLACE)

    added = add_key(tmp_path)
    after = Keyring.load(tmp_path)

    assert after.newest == added
    assert after.open_sealed(token, place=PLACE) == "14 Larch Close"
    assert after.is_old(token)
    assert not after.is_old(after.seal("14 Larch Close", place=PLACE))
    assert after.blind("14 Larch Close") == before.blind("14 Larch Close")
    with pytest.raises(BrokenSealError):
        before.open_sealed(after.seal("14 Larch Close", place=PLACE), place=PLACE)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "blind " + "0" * 64,
        "k1 " + "0" * 64,
        "blind " + "0" * 64 + "\nk1 " + "0" * 62,
        "blind " + "0" * 64 + "\nk1 " + "z" * 64,
        "blind " + "0" * 64 + "\nk1 " + "0" * 64 + "\nk1 " + "1" * 64,
        "blind " + "0" * 64 + "\nk.1 " + "0" * 64,
    ],
)
def test_refuses_a_file_of_something_else_and_says_nothing_of_what_is_in_it(written: str) -> None:
    with pytest.raises(BadKeyFileError) as caught:
        Keyring.parse(written, name="seal-keys.txt")

    assert "0000" not in str(caught.value)


def test_blinds_the_same_text_alike_and_under_its_own_key() -> None:
    other = Keyring(keys=RING.keys, newest="k1", blind_key=b"c" * 32)

    assert RING.blind("AB1 2CD") == RING.blind("AB1 2CD") != RING.blind("AB1 2CE")
    assert other.blind("AB1 2CD") != RING.blind("AB1 2CD")


def test_shows_no_key_when_it_is_printed() -> None:
    assert repr(RING) == "Keyring(1 keys)"
