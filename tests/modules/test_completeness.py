"""What a module lacks, rule by rule, and what is never said of sealed tracks."""

from datetime import date, timedelta

import pytest

from modules.answers import Answer, Answers
from modules.catalogue import Catalogue
from modules.completeness import About, Facts, Given, Missing, missing, owed

CATALOGUE = Catalogue.load()
TODAY = date(2026, 11, 22)
FAMILY = About("family", (), "the family")
TIA = About("child", ("tia",), "Tia")
JAY = About("child", ("jay",), "Jayden")
LEANNE = About("adult", ("lea",), "Leanne")
PAIR = About("pair", ("lea", "tia"), "Leanne with Tia")
EVERYBODY = (FAMILY, TIA, JAY, LEANNE, PAIR)


def a_given(place: str, about: About, answer: Answer = "Said.", *, weeks_ago: int = 0) -> Given:
    section, _, question = place.partition(".")
    return Given(section, question, about.ids, answer, TODAY - timedelta(weeks=weeks_ago))


def lacks(module: str, *given: Given, **more: frozenset[str]) -> tuple[Missing, ...]:
    facts = Facts(about=EVERYBODY, given=given, today=TODAY, **more)
    return missing(CATALOGUE.newest(module), facts)


def sentences(module: str, *given: Given, **more: frozenset[str]) -> list[str]:
    return [each.sentence for each in lacks(module, *given, **more)]


class TestVoice:
    def test_each_child_without_a_recent_voice_is_named(self) -> None:
        said = sentences(
            "children",
            a_given("common.child_voice", TIA, weeks_ago=9),
            a_given("common.child_voice", JAY, weeks_ago=8),
        )

        assert "Tia: no child’s voice in the last 8 weeks" in said
        assert not any(line.startswith("Jayden: no child’s voice") for line in said)

    def test_too_young_counts_only_with_what_was_observed(self) -> None:
        bare = a_given("common.child_voice", TIA, {"empty": "too_young"})
        seen = a_given("common.child_voice", TIA, {"empty": "too_young", "words": "Reached out."})

        assert "Tia: no child’s voice in the last 8 weeks" in sentences("children", bare)
        assert "Tia: no child’s voice in the last 8 weeks" not in sentences("children", seen)

    def test_one_missing_thing_names_its_section_and_child(self) -> None:
        found = lacks("children")

        assert Missing("common", ("tia",), "Tia: no child’s voice in the last 8 weeks") in found

    def test_an_unborn_childs_plan_stands_for_day_health_and_school(self) -> None:
        said = sentences("children", a_given("unborn.plan", TIA))

        assert [line for line in said if line.startswith("Tia")] == [
            "Tia: no child’s voice in the last 8 weeks"
        ]


class TestRules:
    def test_a_reason_that_stands_by_itself_is_enough(self) -> None:
        declined = a_given("agree.consents", LEANNE, {"empty": "declined"})

        assert "Leanne: no consents recorded" in sentences("starting")
        assert "Leanne: no consents recorded" not in sentences("starting", declined)

    def test_not_asked_yet_is_still_owed(self) -> None:
        later = a_given("agree.consents", LEANNE, {"empty": "not_asked_yet"})

        assert "Leanne: no consents recorded" in sentences("starting", later)

    @pytest.mark.parametrize(("rows", "is_owed"), [(1, True), (2, False)])
    def test_rows_of_a_table_are_counted(self, *, rows: int, is_owed: bool) -> None:
        table = a_given("warmth.observed", PAIR, [{"what": "Played"}] * rows)

        said = sentences("parenting", table)

        assert ("Leanne with Tia: fewer than two dated observations together" in said) is is_owed

    def test_a_need_not_met_has_to_be_looked_at_again(self) -> None:
        first = a_given("care.sleep", TIA, {"value": "not met"}, weeks_ago=5)
        again = a_given("care.sleep", TIA, {"value": "not met"})
        line = "Tia: a need that was not met has not been looked at again"

        assert line in sentences("daily_care", first)
        assert line not in sentences("daily_care", first, again)

    def test_something_for_the_family_begins_its_own_sentence(self) -> None:
        assert "No change goal yet" in sentences("starting")

    def test_the_same_sentence_is_said_once(self) -> None:
        said = lacks("daily_care")

        assert len(said) == len(set(said))


class TestScreening:
    def test_an_adult_screened_out_lacks_nothing(self) -> None:
        out = a_given("screen.in_or_out", LEANNE, {"value": "out", "words": "Asked."})

        assert lacks("adult_wellbeing", out) == ()

    def test_an_adult_screened_in_has_everything_to_add(self) -> None:
        said = sentences("adult_wellbeing", a_given("screen.in_or_out", LEANNE, {"value": "in"}))

        assert "Leanne: no plain summary to share" in said
        assert "Leanne: not yet said whether this part applies" not in said

    def test_a_family_screened_out_lacks_nothing(self) -> None:
        assert (
            lacks(
                "safe_relationships", a_given("screen.reason_in_or_out", FAMILY, {"value": "out"})
            )
            == ()
        )

    def test_the_newest_screening_counts(self) -> None:
        out = a_given("screen.reason_in_or_out", FAMILY, {"value": "out"}, weeks_ago=4)
        back = a_given("screen.reason_in_or_out", FAMILY, {"value": "in"})

        assert "No current safety plan" in sentences("safe_relationships", out, back)


class TestSealedTracks:
    def test_a_reader_of_one_track_is_told_nothing_of_the_other(self) -> None:
        both = {each.section for each in lacks("safe_relationships")}
        one = {
            each.section for each in lacks("safe_relationships", tracks=frozenset({"perpetrator"}))
        }

        assert both - one == {"survivor"}

    def test_what_a_track_holds_changes_nothing_for_a_reader_of_the_other(self) -> None:
        only = frozenset({"perpetrator"})
        plan = a_given("survivor.safety_plan", LEANNE)

        assert lacks("safe_relationships", tracks=only) == lacks(
            "safe_relationships", plan, tracks=only
        )

    def test_nothing_is_said_of_a_section_out_of_sight(self) -> None:
        found = lacks("adult_wellbeing", hidden=frozenset({"picture"}))

        assert "picture" not in {each.section for each in found}


class TestOwed:
    def test_required_questions_are_owed_until_settled(self) -> None:
        common = CATALOGUE.section("children", "common")
        voice: Answers = {"child_voice": "Said.", "child_voice_date": {"empty": "not_asked_yet"}}

        keys = [question.key for question in owed(common, voice, subject="child")]

        assert "child_voice" not in keys
        assert "child_voice_date" in keys
        assert "parent_view" not in keys

    def test_rulers_are_not_owed_here(self) -> None:
        common = CATALOGUE.section("children", "common")

        assert [question.key for question in owed(common, {}, subject="adult")] == ["parent_view"]
