"""A form that cannot be saved comes back whole, with a way to each problem."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.builders.entries import an_action
from tests.builders.families import TODAY, a_family
from tests.builders.recording import a_full_visit, a_note, address, rows, typed_texts
from tests.workbook.conftest import SignedIn
from workbook.entries.tables import Entry, Voice
from workbook.site import Site

NOT_THERE = "f" * 32
TOO_LONG = "a" * 20_001
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd")
    | st.sampled_from("\n\t<>&\"'"),
    max_size=80,
)


@given(note=WORDS, voice=WORDS, module=WORDS)
@example(note="\n\n</textarea><script>alert(1)</script>", voice="{{ 7 * 7 }}", module="' or 1=1 --")
@example(note="\u202egnp.exe\u0301", voice="&lt;b&gt; &amp;amp;", module="\U0001f9f8\t\n ")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_shows_again_whatever_was_typed(
    site: Site, signed_in: SignedIn, note: str, voice: str, module: str
) -> None:
    family = a_family(site.database)
    sent = a_note(
        kind="picnic",
        note=note,
        **{f"voice-{family.child}-words": voice, "module-children-words": module},
    )
    html = signed_in(family).post(address(family), sent, expect=422).text
    texts = typed_texts(html)
    for name in ("note", f"voice-{family.child}-words", "module-children-words"):
        assert texts[name] == sent[name]


class TestProblems:
    """A form that cannot be saved comes back whole."""

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("present", NOT_THERE),
            ("alone", NOT_THERE),
            ("kind", "picnic"),
            ("mark", "secret"),
            ("reveals", NOT_THERE),
            ("done", NOT_THERE),
            ("affects", NOT_THERE),
            ("action-0-owner", NOT_THERE),
            ("adult-0-person", NOT_THERE),
            ("module", "cooking"),
            ("module-children-section", "nowhere"),
            ("module-children-subject", NOT_THERE),
            (f"ruler-{NOT_THERE}-importance", "4"),
            (f"voice-{NOT_THERE}-words", "hello"),
            ("unheard_of", "x"),
            ("note", TOO_LONG),
            ("module-children-words", TOO_LONG),
            ("submit_key", "x"),
            ("time", "25:00"),
            ("day", "tomorrow"),
        ],
    )
    def test_refuses_what_the_form_does_not_offer(
        self, site: Site, signed_in: SignedIn, field: str, value: str
    ) -> None:
        family = a_family(site.database)
        sent = a_full_visit(family, **{"adult-1-words": "Kept."}) | {field: value}
        html = signed_in(family).post(address(family), sent, expect=422).text
        assert "There is a problem" in html
        texts = typed_texts(html)
        for name, words in sent.items():
            if name.endswith(("words", "note", "text", "impact", "headline")) and name in texts:
                assert texts[name] == words
        assert rows(site, family, Entry) == []

    def test_refuses_people_of_another_family(self, site: Site, signed_in: SignedIn) -> None:
        family, other = a_family(site.database), a_family(site.database)
        browser = signed_in(family)
        browser.post(address(family), a_note(present=[other.child]), expect=422)
        browser.post(address(family), a_note(done=[an_action(site.database, other)]), expect=422)

    def test_refuses_an_entry_that_says_nothing(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        html = signed_in(family).post(address(family), a_note(note=" "), expect=422).text
        assert 'href="#note"' in html

    def test_keeps_a_childs_words_from_parents_until_the_child_was_asked(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        sent = a_note(**{f"voice-{family.child}-words": "I am scared."})
        signed_in(family).post(address(family), sent)
        assert [row.share_ok for row in rows(site, family, Voice)] == ["no"]

    def test_never_guesses_which_parent_a_note_is_about(
        self, site: Site, signed_in: SignedIn
    ) -> None:
        family = a_family(site.database)
        sent = a_note(present=[family.survivor, family.other], **{
            "module-parenting-section": "guidance", "module-parenting-words": "No smacking.",
        })  # fmt: skip
        html = signed_in(family).post(address(family), sent, expect=422).text
        assert 'href="#module-parenting-subject"' in html

    @pytest.mark.parametrize(
        ("key", "value"),
        [("day", "other"), ("day", "")],
    )
    def test_asks_when_it_happened(
        self, site: Site, signed_in: SignedIn, key: str, value: str
    ) -> None:
        family = a_family(site.database)
        signed_in(family).post(address(family), a_note() | {key: value}, expect=422)

    def test_refuses_what_is_still_to_come(self, site: Site, signed_in: SignedIn) -> None:
        family = a_family(site.database)
        tomorrow = (TODAY + timedelta(days=1)).isoformat()
        sent = a_note(day="other", date=tomorrow)
        html = signed_in(family).post(address(family), sent, expect=422).text
        assert 'href="#date"' in html
