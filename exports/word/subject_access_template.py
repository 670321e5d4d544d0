"""Make the first Word template of the answer to a request for one's own record.

Run `python -m exports.word.subject_access_template` after a change here and commit what it writes.
"""

from exports.word.make_templates import FOLDER
from exports.word.paper import new_paper, packed
from exports.word.writing import each, say, when

TITLE = "What is recorded about you"


def subject_access() -> bytes:
    """Return the template: how to read it, the record in order, and other rights."""
    document = new_paper()
    say(document, "{{ title }}", "Title")
    say(document, "{{ recipient }}", "Copy For")
    for label, tag in (
        ("Whose record", "{{ person }}"),
        ("You asked on", "{{ asked_on }}"),
        ("Made on", "{{ made_on }}"),
        ("Council", "{{ council }}"),
    ):
        paragraph = say(document, "", "Facts")
        paragraph.add_run(label).bold = True
        paragraph.add_run(f"\t{tag}")
    say(document, "How to read this", "Heading 1")
    say(
        document,
        "This is what the people who worked with your family wrote about {{ person }}, in the "
        "order in which it happened. Each part says when it was, what it is and who wrote "
        "it. Where a note is about other people as well, you are given what is about "
        "{{ person }}.",
    )
    say(
        document,
        "Reading it can bring up strong feelings. You can ask to go through it together with "
        "somebody you choose.",
    )
    with each(document, "day in days"):
        say(document, "{{ day.heading }}", "Heading 2")
        with each(document, "note in day.notes"):
            say(document, "{{ note.title }}", "Question")
            say(document, "{{p note.words | words(4) }}")
            with when(document, "note.source"):
                say(document, "{{ note.source }}", "Source")
    say(document, "Your other rights", "Heading 1")
    say(
        document,
        "If something is wrong, you can ask for it to be put right, or for your own view to be "
        "added. If you are not content with this answer, write to us and we will look at it again. "
        "You can also complain to the Information Commissioner.",
    )
    return packed(document, title=TITLE)


if __name__ == "__main__":
    (FOLDER / "subject_access.docx").write_bytes(subject_access())
