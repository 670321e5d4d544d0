"""Make the first Word templates; from then on a council edits its own in Word.

Run `python -m exports.word.make_templates` after a change here and commit what it writes.
"""

from pathlib import Path

from docx.document import Document as WordDocument

from exports.word.paper import new_paper, packed
from exports.word.writing import each, finish, parts, quotes, say, statements, table, when

FOLDER = Path(__file__).parent
NOTHING = "Nothing has been recorded yet."
# The same in every copy: one reader’s number may be lower than another’s, and must not mislead.
VISITS_COUNTED = "Counted from the visits whose record can be given to whoever this copy is for."


def review_conference() -> bytes:
    """Return the template of the report for a review child protection conference."""
    document = new_paper()
    _cover(document)
    _family(document)
    _change(document)
    _children(document)
    _both_sides(document)
    _views(document)
    _modules(document)
    _network(document)
    _events(document)
    _visits(document)
    _analysis(document)
    _actions(document)
    _who(document)
    return packed(document, title="Report for child protection review conference")


def _cover(document: WordDocument) -> None:
    say(document, "{{ title }}", "Title")
    say(document, "{{ recipient }}", "Copy For")
    for label, tag, shown in (
        ("Children", "{{ children_named }}", "children_named"),
        ("Conference", "{{ conference_on }}", "conference_on"),
        ("Covers", "{{ period_from }} to {{ period_to }}", ""),
        ("Written by", "{{ prepared_by }}, {{ prepared_on }}", ""),
        ("Council", "{{ council }}", ""),
        ("Reference", "{{ reference }}", ""),
    ):
        if shown:
            say(document, f"{{%p if {shown} %}}")
        paragraph = say(document, "", "Facts")
        paragraph.add_run(label).bold = True
        paragraph.add_run(f"\t{tag}")
        if shown:
            say(document, "{%p endif %}")
    say(
        document,
        "This report is for the meeting that decides whether the children still need a child "
        "protection plan. If anything in it is wrong, unclear or missing, please tell "
        "{{ prepared_by }} before the meeting. You can ask to go through it together, or to have "
        "it in another language or another form.",
    ).paragraph_format.space_before = 150000


def _family(document: WordDocument) -> None:
    say(document, "Children and family", "Heading 1")
    with when(document, "children"):
        table(
            document,
            {
                "Child": "{{ child.name }}",
                "Age": "{{ child.age }}",
                "Plan": "{{ child.plan }}",
                "Since": "{{ child.since }}",
            },
            row="child in children",
            widths=(4.2, 3.2, 5.6, 3.6),
            about="The children, their ages and their plans",
        )
    with when(document, "adults"):
        say(document, "Adults", "Heading 2")
        table(
            document,
            {
                "Adult": "{{ adult.name }}",
                "Who they are to the children": "{{ adult.relation }}",
                "Parental responsibility": "{{ adult.parental_responsibility }}",
            },
            row="adult in adults",
            widths=(4.2, 6.8, 5.6),
            about="The adults of the family and their parental responsibility",
        )
    with when(document, "not children and not adults and not household"):
        say(document, NOTHING)
    parts(document, "household", level=2)
    say(document, "Why we are working with the family", "Heading 1")
    with when(document, "not why"):
        say(document, NOTHING)
    parts(document, "why", level=2)


def _change(document: WordDocument) -> None:
    say(document, "What has changed since the last conference", "Heading 1")
    with when(document, "not goals and not changes"):
        say(document, NOTHING)
    with each(document, "goal in goals"):
        say(document, "{{ goal.words }}", "Heading 2")
        with when(document, "goal.about"):
            say(document, "{{ goal.about }}", "Source")
        with when(document, "goal.rulers"):
            table(
                document,
                {
                    "Who": "{{ ruler.adult }}",
                    "What we asked": "{{ ruler.asked }}",
                    "First answer": "{{ ruler.first }}",
                    "Latest answer": "{{ ruler.latest }}",
                },
                row="ruler in goal.rulers",
                widths=(3.4, 4.8, 4.2, 4.2),
                about="How each adult rated this change, first and latest",
            )
    parts(document, "changes", level=2)


def _children(document: WordDocument) -> None:
    say(document, "What life is like for each child", "Heading 1")
    with when(document, "not lives"):
        say(document, NOTHING)
    with each(document, "life in lives"):
        say(document, "{{ life.name }}", "Heading 2")
        say(
            document,
            "{%p if not life.quotes and not life.own_words and not life.normal_day "
            "and not life.sections and not life.impact %}",
        )
        say(document, NOTHING)
        say(document, "{%p endif %}")
        with when(document, "life.quotes or life.own_words"):
            say(document, "What {{ life.name }} says, shows or does", "Heading 3")
        quotes(document, "life.quotes", named=False)
        statements(document, "life.own_words", level=4)
        with when(document, "life.normal_day"):
            say(document, "A normal day", "Heading 3")
        statements(document, "life.normal_day", level=4)
        parts(document, "life.sections", level=3)
        with when(document, "life.impact"):
            say(document, "What this means for {{ life.name }}", "Heading 3")
        statements(document, "life.impact", level=4)


def _both_sides(document: WordDocument) -> None:
    say(document, "What is going well and what we are worried about", "Heading 1")
    with when(document, "not strengths and not worries"):
        say(document, NOTHING)
    with when(document, "strengths or worries"):
        sides = document.add_table(rows=2, cols=2, style="Table Grid")
        for number, (heading, points) in enumerate(
            (("What is going well", "strengths"), ("What we are worried about", "worries"))
        ):
            say(sides.rows[0].cells[number], heading, "Table Head")
            cell = sides.rows[1].cells[number]
            with when(cell, f"not {points}"):
                say(cell, NOTHING)
            with each(cell, f"point in {points}"):
                say(cell, "{{p point.text | words(4, 'Table Text') }}")
                with when(cell, "point.detail"):
                    say(cell, "{{ point.detail }}", "Note")
                with when(cell, "point.source"):
                    say(cell, "{{ point.source }}", "Source")
        finish(
            sides, widths=(8.3, 8.3), about="What is going well beside what we are worried about"
        )


def _views(document: WordDocument) -> None:
    say(document, "What parents and carers say, in their words", "Heading 1")
    with when(document, "not views"):
        say(document, NOTHING)
    with each(document, "view in views"):
        with when(document, "view.name"):
            say(document, "{{ view.name }}", "Heading 2")
        quotes(document, "view.quotes", named=False)
        statements(document, "view.statements", level=3)


def _modules(document: WordDocument) -> None:
    with each(document, "chapter in chapters"):
        say(document, "{{ chapter.title }}", "Heading 1")
        with each(document, "section in chapter.sections"):
            with when(document, "section.title"):
                say(document, "{{ section.title }}", "Heading 2")
            parts(document, "section.parts", level=3)


def _network(document: WordDocument) -> None:
    with when(document, "network_quotes or network or plan_lines"):
        say(document, "Family and friends, and the family’s own plan", "Heading 1")
    quotes(document, "network_quotes", named=True)
    parts(document, "network", level=2)
    with when(document, "plan_lines"):
        say(document, "The family’s plan", "Heading 2")
        with when(document, "plan_agreed_on"):
            say(document, "Agreed on {{ plan_agreed_on }}.")
        table(
            document,
            {
                "What": "{{ line.what }}",
                "Who": "{{ line.who }}",
                "How often": "{{ line.how_often }}",
                "If it does not work": "{{ line.if_not }}",
            },
            row="line in plan_lines",
            widths=(5.4, 3.6, 3.0, 4.6),
            about="The lines of the family’s own plan",
        )


def _events(document: WordDocument) -> None:
    say(document, "Significant events since {{ period_from }}", "Heading 1")
    with when(document, "not events"):
        say(document, "No significant events have been recorded in this time.")
    with when(document, "events"):
        table(
            document,
            {
                "Date": "{{ event.on }}",
                "What happened": "{{ event.headline }}",
                "Children": "{{ event.children }}",
                "What it meant for them": "{{ event.impact }}",
            },
            row="event in events",
            widths=(2.8, 5.6, 2.8, 5.4),
            about="Significant events in order of date",
        )


def _visits(document: WordDocument) -> None:
    with when(document, "visits or engagement or core_groups"):
        say(document, "Visits and sessions", "Heading 1")
    with when(document, "visits"):
        table(
            document,
            {
                "Child": "{{ visit.child }}",
                "Social worker’s visits": "{{ visit.statutory }}",
                "Seen": "{{ visit.seen }}",
                "Seen alone": "{{ visit.seen_alone }}",
                "Bedroom seen": "{{ visit.bedroom_seen }}",
                "Last seen alone": "{{ visit.last_seen_alone }}",
            },
            row="visit in visits",
            widths=(3.4, 3.0, 1.8, 2.2, 2.4, 3.8),
            about="How often each child was visited and seen",
        )
        say(document, VISITS_COUNTED, "Source").paragraph_format.space_before = 76200
    with when(document, "core_groups"):
        say(
            document, "Core group meetings held in this time: {{ core_groups }}."
        ).paragraph_format.space_before = 76200
    with when(document, "engagement"):
        say(document, "Sessions with adults", "Heading 2")
        table(
            document,
            {
                "Adult": "{{ adult.adult }}",
                "Offered": "{{ adult.offered }}",
                "Came": "{{ adult.attended }}",
                "Cancelled by us": "{{ adult.cancelled_by_us }}",
                "Cancelled by them": "{{ adult.cancelled_by_them }}",
            },
            row="adult in engagement",
            widths=(5.0, 2.4, 2.4, 3.4, 3.4),
            about="Sessions offered to each adult and what became of them",
        )


def _analysis(document: WordDocument) -> None:
    say(document, "What we make of it: should the plan continue?", "Heading 1")
    with when(document, "not recommendations and not analysis"):
        say(document, "No recommendation has been recorded yet.")
    with when(document, "recommendations"):
        table(
            document,
            {
                "Child": "{{ advice.child }}",
                "What we recommend": "{{ advice.words }}",
                "Why": "{{ advice.reason }}",
            },
            row="advice in recommendations",
            widths=(3.4, 5.4, 7.8),
            about="What is recommended for each child and why",
        )
    parts(document, "analysis", level=2)


def _actions(document: WordDocument) -> None:
    say(document, "Actions", "Heading 1")
    with when(document, "not actions and not next_steps"):
        say(document, NOTHING)
    with when(document, "actions"):
        table(
            document,
            {
                "What": "{{ action.text }}",
                "Who": "{{ action.owner }}",
                "By when": "{{ action.due }}",
                "Done?": "{{ action.state }}",
            },
            row="action in actions",
            widths=(6.6, 3.6, 3.2, 3.2),
            about="Actions still to do, then actions done",
        )
    parts(document, "next_steps", level=2)


def _who(document: WordDocument) -> None:
    say(document, "Who wrote this", "Heading 1")
    say(document, "Put together by {{ prepared_by }} on {{ prepared_on }}.")
    with when(document, "contributors"):
        table(
            document,
            {
                "Name": "{{ worker.name }}",
                "Role": "{{ worker.role }}",
                "Works for": "{{ worker.agency }}",
            },
            row="worker in contributors",
            widths=(5.0, 6.0, 5.6),
            about="The workers whose work is in this report",
        )


if __name__ == "__main__":
    (FOLDER / "review_conference.docx").write_bytes(review_conference())
