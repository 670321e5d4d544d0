"""Made-up sources for report tests: one with something everywhere, one with nothing."""

from datetime import date

import msgspec

from exports.reports.source import (
    Action,
    Adult,
    ChangeGoal,
    Child,
    ConferenceSource,
    Contributor,
    Engagement,
    Line,
    Passage,
    PlanLine,
    Recommendation,
    Ruler,
    SignificantEvent,
    Visits,
    Voice,
)

DAY = date(2026, 11, 16)

TITLES = {
    "starting": (1, "Getting started together"),
    "children": (2, "Our children"),
    "daily_care": (3, "Home, health and everyday care"),
    "parenting": (4, "Being a parent"),
    "safe_relationships": (5, "Safe relationships"),
    "adult_wellbeing": (6, "Mind and mood"),
    "recovery": (7, "Alcohol, drugs and recovery"),
    "sustaining": (8, "Our network and keeping it going"),
    "allotment": (9, "Growing things together"),
}


def passage(at: str, *words: str, about: str = "", **changes: object) -> Passage:
    """Make a passage at `module.section.question`, about “maya”, “Grace Okafor” or the family."""
    module, section, question = at.split(".")
    number, title = TITLES[module]
    kind = "child" if about in {"maya", "tobi"} else "adult" if about else "family"
    made = Passage(
        module_key=module,
        module_title=title,
        module_number=number,
        section_key=section,
        section_title={"common": "What everyone adds"}.get(section, section.capitalize()),
        question_key=question,
        question=question.replace("_", " ").capitalize(),
        subject_kind=kind,  # type: ignore[arg-type]
        subject_ids=(about,) if about else (),
        subject={"maya": "Maya", "tobi": "Tobi"}.get(about, about),
        lines=tuple(Line(text) for text in words),
        voice="observed",
        author="Priya Nair",
        discipline="social worker",
        occurred_on=DAY,
        entry_id="e" * 32,
    )
    return msgspec.structs.replace(made, **changes)


def almost_empty() -> ConferenceSource:
    return ConferenceSource(
        reference="FS-1042",
        council="Exampleshire Council",
        recipient="conference members",
        prepared_by="Priya Nair",
        prepared_on=date(2026, 11, 20),
        period_from=date(2026, 9, 4),
        period_to=date(2026, 11, 19),
    )


def _strengths() -> Passage:
    rows = (
        ("What is going well", "How we know", "Whose view", "Date"),
        ("Grace keeps bedtime steady", "Seen on three visits", "Jo Turner", "6 November 2026"),
        ("Nan has the boys every Friday", "Nan and Grace both say so", "Family", ""),
    )
    return passage("parenting.common.strengths", lines=(Line(rows=rows),))


def _worries() -> Passage:
    rows = (
        ("Worry", "How we know", "How often", "Most recent"),
        ("Shouting at night", "Neighbours and Maya", "Twice this month", "9 November 2026"),
    )
    return passage("daily_care.common.worries", lines=(Line(rows=rows),), about="maya")


PASSAGES = (
    passage("starting.why.reason_plain", "Police came to the home three times in the summer "
            "because of shouting and violence while the children were there.\n\nWe agreed that "
            "the children need home to be calm and safe.", about="Grace Okafor"),
    passage("starting.who.household", lines=(Line(rows=(("Who", "Lives here"), ("Grace", "Yes"),
            ("Darren", "No, since September"))),)),
    passage("starting.identity.culture_language_faith", "Grace’s family speak Igbo and English.",
            about="Grace Okafor"),
    passage("children.common.child_voice", "I like it when Mum reads and nobody is shouting.",
            about="maya", voice="child_own_words"),
    passage("children.common.child_voice_how", "Spoke alone; play or drawing", about="maya"),
    passage("children.common.lived_experience", "Maya gets herself up and helps Tobi dress. "
            "Grace walks both to school most days.", about="maya"),
    passage("children.health.summary", "Up to date with vaccinations.", about="maya"),
    passage("children.learn.school", "Enjoys maths. Attendance has gone from 78% to 91%.",
            about="maya"),
    passage("children.learn.attendance_pct", lines=(Line("91%", label="Autumn term"),),
            about="maya"),
    passage("children.learn.school", "Settled once he is in; often hungry on arrival.",
            about="tobi", voice="other_agency"),
    passage("daily_care.home.conditions", "Warm and tidy.\n\n- Food in the fridge\n- Clean beds\n"
            "  - Tobi’s bed is new\n\n1. Fix the stair gate\n2. Ring housing"),
    _strengths(),
    _worries(),
    passage("parenting.common.impact_on_child", "If the shouting stops, Maya can be nine again. "
            "If it goes on, she will go on looking after everyone.", about="maya"),
    passage("parenting.common.parent_view", "I want them to have a quiet house. I did not know "
            "Maya was listening.", about="Grace Okafor", voice="parent_own_words"),
    passage("parenting.protect.in_words", "Acts on worries the same day.", about="Grace Okafor"),
    passage("safe_relationships.child_layer.impact_of_abuse", "Maya used to sleep in her "
            "clothes. She does not now.", about="maya"),
    passage("adult_wellbeing.summary.plain_for_report", "Came to every session and uses what she "
            "has learned on hard days.", about="Grace Okafor", author="Tom Reilly",
            discipline="mental health practitioner"),
    passage("recovery.summary.plain_for_report", "No alcohol at home when the children are "
            "there.", about="Darren Bell", author="Ruth Obi", discipline="recovery worker"),
    passage("sustaining.network.fgdm_offers", lines=(Line(rows=(("Offered", "Answer"),
            ("11 September 2026", "Yes, after half-term"))),)),
    passage("sustaining.common.family_solution", "Nan sleeps over when Grace works nights."),
    passage("sustaining.change.in_words", "Calmer evenings, better mornings."),
    passage("sustaining.common.analysis", "Change is real and still new. It has lasted nine "
            "weeks and has been tested twice."),
    passage("allotment.beds.grown", "Maya grew beans and ate them.", about="maya"),
)  # fmt: skip


def full() -> ConferenceSource:
    return msgspec.structs.replace(
        almost_empty(),
        recipient="Grace Okafor",
        conference_on=date(2026, 11, 30),
        children=(
            Child(person_id="maya", name="Maya", age="9 years",
                  plan="Child protection plan: neglect", plan_since=date(2026, 9, 4)),
            Child(person_id="tobi", name="Tobi", age="5 years",
                  plan="Child protection plan: neglect", plan_since=date(2026, 9, 4)),
        ),
        adults=(
            Adult(name="Grace Okafor", relation="Mother of Maya and Tobi; lives with them",
                  parental_responsibility="Yes"),
            Adult(name="Darren Bell", relation="Father of Tobi; lives elsewhere",
                  parental_responsibility="Yes, for Tobi"),
        ),
        passages=PASSAGES,
        voices=(
            Voice(person_id="maya", person="Maya", kind="child",
                  words="I sleep all night now.", how="alone, while drawing",
                  said_on=date(2026, 11, 6), author="Jo Turner"),
            Voice(person_id="grace", person="Grace Okafor", kind="adult",
                  words="It is quieter. I am still tired.", said_on=DAY, author="Priya Nair"),
            Voice(person_id="nan", person="Ada Okafor", kind="network",
                  words="I can do Fridays for good.", said_on=DAY, author="Priya Nair"),
        ),
        events=(
            SignificantEvent(happened_on=date(2026, 10, 2), headline="Police call-out, no injury",
                             children=("Maya", "Tobi"), impact="Both slept at Nan’s that night"),
            SignificantEvent(happened_on=date(2026, 9, 12), headline="Darren moved out",
                             children=("Tobi",)),
        ),
        visits=(
            Visits(child="Maya", statutory=5, seen=5, seen_alone=4, bedroom_seen=3,
                   last_seen_alone=DAY),
            Visits(child="Tobi", statutory=5, seen=5, seen_alone=0, bedroom_seen=3),
        ),
        core_groups_held=2,
        engagement=(Engagement(adult="Grace Okafor", offered=9, attended=8, cancelled_by_us=1,
                               cancelled_by_them=0),),
        goals=(
            ChangeGoal(words="Nights at home are quiet", for_whom="Maya and Tobi",
                       owner="Grace Okafor", rulers=(
                Ruler(adult="Grace Okafor", measure="confidence", first=3,
                      first_on=date(2026, 9, 11), latest=7, latest_on=DAY),)),
        ),
        plan_lines=(PlanLine(what="Fridays at Nan’s", who="Ada Okafor", how_often="Every week",
                             if_not="Aunt Joy has them"),),
        plan_agreed_on=date(2026, 10, 20),
        recommendations=(Recommendation(child="Maya and Tobi", words="The plan should continue",
                                        reason="Change is new and needs to last."),),
        actions=(
            Action(text="Fit a stair gate", owner="Jo Turner", due_on=date(2026, 11, 27)),
            Action(text="Ring housing", owner="Grace Okafor", due_on=date(2026, 10, 27),
                   done_on=date(2026, 10, 20)),
        ),
        contributors=(
            Contributor(name="Priya Nair", role="Social worker", agency="Exampleshire Council"),
            Contributor(name="Tom Reilly", role="Mental health practitioner", agency="NHS trust"),
        ),
    )  # fmt: skip
