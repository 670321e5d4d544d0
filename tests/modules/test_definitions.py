"""The default programme: what it must ask, and what its marks and feeds must keep to."""

import json
import tomllib
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from modules.answer_checking import CHECKERS
from modules.answer_reading import READERS
from modules.answer_wording import WORDINGS
from modules.answers import check_answer, wording
from modules.catalogue import Catalogue
from modules.completeness import JUDGES
from modules.completeness_rules import Rule
from modules.schema import Question
from modules.scores import total_problem

CATALOGUE = Catalogue.load()
README = (Path(__file__).parents[2] / "modules" / "README.md").read_text("utf-8")
# Made-up records used while building; they live beside the repository, not in it.
CASES = sorted((Path(__file__).parents[3] / "shared" / "cases").glob("*/entries.jsonl"))
KINDS = get_args(Question)

COMMON = """
    parent_view child_voice child_voice_how child_voice_date child_voice_share_ok
    lived_experience strengths worries impact_on_child analysis importance confidence readiness
    stage_of_change family_solution next_steps tools_used
"""
ASKED = {
    "starting": """
        why.reason_plain why.agree_level who.household who.absent_parent who.genogram who.ecomap
        who.network_first_list story.family_history story.worked_before
        identity.culture_language_faith identity.disability_learning_need safe.contact_rules
        safe.who_must_not_know agree.consents goals.change_goals
    """,
    "children": """
        day.weekday day.weekend wishes.three_wishes wishes.want_kept wishes.want_different
        health.summary health.registered_gp health.dental health.immunisations
        health.missed_appointments learn.school learn.attendance_pct learn.progress learn.send
        feel.emotional_behaviour feel.sdq_link identity.self_family
        relationships.siblings_friends_safe_adults caring.young_carer risk.outside_home
        unborn.plan understand.why_worker_visits
    """,
    "daily_care": """
        home.conditions home.safety care.food care.clothes_hygiene care.sleep care.supervision
        care.health_needs_met care.routine care.gcp2_link money.income_debt_benefits
        money.food_security housing.tenure_overcrowding_moves support.practical_help
        baby.safer_sleep baby.coping_with_crying
    """,
    "parenting": """
        own_childhood.story own_childhood.repeat_or_change warmth.observed play_talk.stimulation
        guidance.boundaries guidance.physical_punishment stability.consistency
        stability.who_cares_when protect.understands_worry protect.acts_on_worry
        co_parent.together engage.attendance change.capacity offers.parenting_course
    """,
    "safe_relationships": """
        screen.reason_in_or_out survivor.pattern_of_abuse survivor.own_view_of_risk
        survivor.safety_plan survivor.dash_link survivor.marac survivor.orders_and_address
        survivor.strengths_and_protection perpetrator.responsibility
        perpetrator.triggers_and_choices perpetrator.programme_progress
        perpetrator.risk_to_workers conflict.non_abusive child_layer.impact_of_abuse
        child_layer.family_time_safety
    """,
    "adult_wellbeing": """
        screen.in_or_out picture.own_account picture.diagnosis_and_services
        picture.medication_summary risk.self_harm_suicide risk.to_child_in_illness
        scores.phq9 scores.gad7 scores.core10 early_signs.what_it_looks_like
        early_signs.what_helps early_signs.who_steps_in parenting_effect.good_day
        parenting_effect.bad_day summary.plain_for_report
    """,
    "recovery": """
        screen.in_or_out use.pattern use.own_view_pros_cons scores.audit scores.sadq
        tests.results treatment.plan safety.storage_and_sober_carer recovery.goals
        recovery.lapse_plan recovery.supporters parenting_effect.good_day
        parenting_effect.bad_day summary.plain_for_report
    """,
    "sustaining": """
        network.members network.fgdm_offers plan.family_plan plan.contingency
        change.summary_by_goal judgement.capacity_to_care_now
        judgement.capacity_to_change_in_time judgement.outstanding_worries
        judgement.danger_if_we_close views.on_conclusion ending.what_helped ending.what_did_not
        ending.who_now ending.how_to_come_back
    """,
}


def asked(module: str, place: str) -> Question:
    section, _, key = place.partition(".")
    return CATALOGUE.question(module, 1, section, key)


def mark(module: str, place: str) -> str:
    section = CATALOGUE.section(module, place.partition(".")[0])
    return section.mark_of(asked(module, place))


class TestTheDefaultProgramme:
    def test_has_the_eight_modules_in_order(self) -> None:
        assert [module.key for module in CATALOGUE.modules] == list(ASKED)

    @pytest.mark.parametrize("module", ASKED)
    def test_asks_every_question_other_parts_rely_on(self, module: str) -> None:
        definition = CATALOGUE[module, 1]
        has = {f"{s.key}.{q.key}" for s in definition.sections for q in s.questions}

        assert {f"common.{key}" for key in COMMON.split()} <= has
        assert set(ASKED[module].split()) <= has

    def test_every_module_has_words_that_a_family_may_see(self) -> None:
        for module in CATALOGUE.modules:
            said = [module.title, module.purpose, module.who]
            for section in module.sections:
                said += [section.title, section.purpose]
                for question in section.questions:
                    said += [question.label, question.hint]
            words = " ".join(said).lower()
            assert not [
                word for word in ("perpetrator", "victim", "failed to", "refus") if word in words
            ]
            assert "'" not in words, f"{module.key}: straight quotes"

    def test_every_module_can_be_missing_something(self) -> None:
        assert all(module.complete_when for module in CATALOGUE.modules)


class TestMarks:
    def test_everything_on_the_survivors_track_is_protected_and_feeds_nothing(self) -> None:
        section = CATALOGUE.section("safe_relationships", "survivor")

        assert section.track == "survivor"
        assert {section.mark_of(question) for question in section.questions} == {
            "survivor_protected"
        }
        assert [question.key for question in section.questions if question.feeds] == []

    @pytest.mark.parametrize(
        ("module", "place", "expected"),
        [
            ("adult_wellbeing", "picture.medication_summary", "health_restricted"),
            ("adult_wellbeing", "early_signs.what_helps", "adult_private"),
            ("adult_wellbeing", "summary.plain_for_report", "family_shared"),
            ("adult_wellbeing", "parenting_effect.bad_day", "team"),
            ("recovery", "use.pattern", "health_restricted"),
            ("recovery", "use.own_view_pros_cons", "adult_private"),
            ("recovery", "tests.results", "health_restricted"),
            ("recovery", "treatment.plan", "health_restricted"),
            ("recovery", "recovery.lapse_plan", "adult_private"),
            ("recovery", "summary.plain_for_report", "family_shared"),
            ("safe_relationships", "perpetrator.risk_to_workers", "staff_safety"),
            ("safe_relationships", "perpetrator.responsibility", "team"),
            ("parenting", "own_childhood.story", "adult_private"),
            ("children", "health.summary", "team"),
        ],
    )
    def test_a_default_mark_is_the_one_the_field_needs(
        self, module: str, place: str, expected: str
    ) -> None:
        assert mark(module, place) == expected

    def test_answers_under_several_marks_take_the_narrowest(self) -> None:
        use = CATALOGUE.section("recovery", "use")

        assert use.mark_for(frozenset({"own_view_pros_cons"})) == "adult_private"
        assert use.mark_for(frozenset({"own_view_pros_cons", "pattern"})) == "health_restricted"
        assert use.mark_for(frozenset()) == "health_restricted"


class TestFeeds:
    @pytest.mark.parametrize(
        ("module", "place"),
        [
            ("children", "health.summary"),
            ("children", "learn.progress"),
            ("parenting", "warmth.observed"),
            ("sustaining", "ending.who_now"),
            ("sustaining", "plan.family_plan"),
            ("sustaining", "plan.contingency"),
        ],
    )
    def test_reviews_draw_on_daily_life_and_the_familys_plan(self, module: str, place: str) -> None:
        assert {"CIN", "RCPC"} <= set(asked(module, place).feeds)

    @pytest.mark.parametrize("place", ["safe.contact_rules", "safe.who_must_not_know"])
    def test_safety_rules_feed_no_report(self, place: str) -> None:
        assert asked("starting", place).feeds == ()

    def test_medicine_and_consent_to_share_feed_no_report(self) -> None:
        assert asked("adult_wellbeing", "picture.medication_summary").feeds == ()
        assert asked("children", "common.child_voice_share_ok").feeds == ()

    def test_all_stands_for_every_report(self) -> None:
        assert len(asked("children", "common.child_voice").feeds) == 10


class TestKinds:
    @pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
    def test_a_kind_is_read_checked_worded_and_explained(self, kind: type[Any]) -> None:
        assert kind in READERS
        assert kind in CHECKERS
        assert kind in WORDINGS
        assert f"### {kind.__struct_config__.tag}\n" in README

    @pytest.mark.parametrize("kind", get_args(Rule), ids=lambda kind: kind.__name__)
    def test_a_rule_is_judged_and_explained(self, kind: type[Any]) -> None:
        assert kind in JUDGES
        assert f"| `{kind.__struct_config__.tag}` |" in README

    def test_every_example_of_a_question_can_be_read(self) -> None:
        blocks = [block.split("```")[0] for block in README.split("```toml\n")[1:]]
        examples = [block for block in blocks if block.startswith("[[sections.questions]]")]
        read = [
            msgspec.convert(question, Question)
            for block in examples
            for question in tomllib.loads(block.replace("sections.questions", "questions"))[
                "questions"
            ]
        ]

        assert {type(question) for question in read} == set(KINDS)


@pytest.mark.skipif(not CASES, reason="the made-up case records are not beside the repository")
class TestCaseRecords:
    def test_every_answer_is_accepted_and_can_be_said(self) -> None:
        refused = []
        for path in CASES:
            for line in path.read_text("utf-8").splitlines():
                for given in json.loads(line)["contributions"]:
                    module = CATALOGUE.newest(given["module"])
                    for key, answer in given["answers"].items():
                        question = CATALOGUE.question(
                            module.key, module.version, given["section"], key
                        )
                        refused += [
                            f"{key}: {problem}" for problem in check_answer(question, answer)
                        ]
                        assert wording(question, answer, names={})
        assert refused == []

    def test_every_score_is_of_a_known_tool_and_in_its_range(self) -> None:
        for path in CASES:
            for line in path.read_text("utf-8").splitlines():
                for score in json.loads(line)["scores"]:
                    tool = CATALOGUE.instrument(score["instrument"], score["version"])
                    assert total_problem(tool, score["total"]) is None
