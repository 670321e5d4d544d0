"""What this copy leaves out and why, and what is missing: for the writer, never the reader."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import msgspec

from exports.reports.gathered import Gathered, Happening, HeardVoice
from exports.reports.said import CODE, may_say
from exports.reports.source import ConferenceSource
from exports.rules import Recipient
from modules.catalogue import Catalogue
from workbook.clock import london_day
from workbook.entries.rules import SavedContribution
from workbook.programme.rules import place_of, section_as_seen
from workbook.wall.marks import LABELS, TEAM
from workbook.web.filters import join_names

FRESH: Final = timedelta(days=28)
WISHES: Final = {
    "no": "They asked that it is not passed on.",
    "yes_with_changes": "They agreed only with changes. Agree the words, then record them.",
    "too_young": "What we saw of a child too young to ask.",
}


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is kept from this copy, and why."""

    place: str
    entry_id: str
    on: date
    author: str
    why: str


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at before the copy goes out; `is_ready` says that it is as it should be."""

    words: str
    href: str = ""
    is_ready: bool = False


def left_out(
    mine: Gathered, theirs: Gathered, *, recipient: Recipient, catalogue: Catalogue
) -> tuple[LeftOut, ...]:
    """Return what the writer may read, would flow into this report, and is kept from this copy.

    `mine` is the record as the writer may read it, `theirs` as the readers may have it.
    """
    found = [*_answers(mine, theirs, recipient=recipient, catalogue=catalogue)]
    given = {(voice.entry_id, voice.person_id, voice.words) for voice in theirs.voices}
    for voice in mine.voices:
        is_named = not recipient.is_family or voice.person_id in recipient.named
        if (voice.entry_id, voice.person_id, voice.words) in given or not is_named:
            continue
        member = mine.family.member(voice.person_id)
        found.append(
            LeftOut(
                place=f"What {member.first_name if member else 'someone'} said",
                entry_id=voice.entry_id,
                on=london_day(voice.occurred_at),
                author=mine.family.names.get(voice.recorded_by, "a colleague"),
                why=WISHES.get(voice.share_ok) or _why(voice, mine, recipient),
            )
        )
    kept = {one.id for one in theirs.happenings}
    found += [
        LeftOut(
            place="Significant event",
            entry_id=one.id,
            on=london_day(one.occurred_at),
            author=mine.family.names.get(one.recorded_by, "a colleague"),
            why=_why(one, mine, recipient),
        )
        for one in mine.happenings
        if one.headline and one.id not in kept
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.place, one.entry_id), reverse=True))


def _answers(
    mine: Gathered, theirs: Gathered, *, recipient: Recipient, catalogue: Catalogue
) -> Iterable[LeftOut]:
    given = {contribution.id for contribution in theirs.contributions}
    for one in mine.contributions:
        section = section_as_seen(catalogue, place_of(one), version=one.module_version)
        asked = {each.key for each in section.questions if CODE in each.feeds} if section else set()
        is_mine = may_say(one, recipient, theirs.family)
        if section is None or not asked & set(one.answers) or (one.id in given and is_mine):
            continue
        yield LeftOut(
            place=f"{catalogue.newest(one.module_key).title}: {section.title}",
            entry_id=one.entry_id,
            on=london_day(one.occurred_at),
            author=mine.family.names.get(one.recorded_by, "a colleague"),
            why=_why(one, mine, recipient) if is_mine else "It is not for this reader to know.",
        )


def _why(
    one: HeardVoice | SavedContribution | Happening, mine: Gathered, recipient: Recipient
) -> str:
    """Say what keeps it: the marks that count now, though it was written under another."""
    kept = mine.family.marks(one.id, one.mark, discipline=one.discipline)
    if recipient.is_family and [each.mark for each in kept] == [TEAM]:
        return "It is for those who work with the family; nobody has marked it to be shared."
    return f"Marked {join_names(f'“{LABELS[each.mark]}”' for each in kept)}."


def missing(source: ConferenceSource, *, address: str, today: date) -> tuple[Missing, ...]:
    """Return what to look at before this copy goes out, ready or not."""
    found = []
    for child in source.children:
        heard = [voice.said_on for voice in source.voices if voice.person_id == child.person_id]
        name = child.name.split(" ")[0]
        if not heard:
            found.append(Missing(words=f"Nothing in {name}’s own words", href=f"{address}/record"))
        elif today - max(heard) > FRESH:
            found.append(
                Missing(words=f"{name}’s voice is more than 28 days old", href=f"{address}/record")
            )
        else:
            found.append(Missing(words=f"{name}’s voice from the last 28 days", is_ready=True))
    has = {passage.question_key for passage in (*source.passages, *source.summaries)}
    for key, words in (
        ("strengths", "What is going well"),
        ("worries", "What we are worried about"),
        ("outstanding_worries", "Whether the plan should continue"),
    ):
        if key in has:
            found.append(Missing(words=words, is_ready=True))
        else:
            nothing = f"{words}: nothing recorded that this reader may have"
            found.append(Missing(words=nothing, href=f"{address}/record"))
    return tuple(found)
