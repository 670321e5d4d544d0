"""From a record as its reader may have it to what a conference report is made from. Pure."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final, Literal

import msgspec

from exports.reports.gathered import Gathered, HeardVoice
from exports.reports.pieces import without
from exports.reports.said import ROLES, Said
from exports.reports.source import (
    Action,
    Adult,
    ChangeGoal,
    Child,
    ConferenceSource,
    Contributor,
    PlanLine,
    Ruler,
    SignificantEvent,
    Visits,
    Voice,
)  # fmt: skip
from exports.rules import PARENTING, UNNAMED_WORKER, Recipient
from modules.catalogue import Catalogue
from workbook.clock import london_day
from workbook.entries.rules import SavedRuler
from workbook.families import rules as families
from workbook.families.rules import FamilyFile, Member, current_stages
from workbook.web.filters import join_names, person_age

AGES: Final = {"child": "child", "unborn_child": "child", "adult": "adult"}
HELD: Final = {"yes": "Yes", "no": "No", "unknown": "Not known"}
MEASURES: Final[tuple[Literal["importance", "confidence", "readiness"], ...]] = (
    "importance",
    "confidence",
    "readiness",
)


class Making(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the making of one copy."""

    council: str
    author: str
    today: date
    period_from: date


def conference_source(
    gathered: Gathered,
    *,
    recipient: Recipient,
    catalogue: Catalogue,
    making: Making,
    leave_out: Collection[str] = (),
) -> ConferenceSource:
    """Return what the report for this reader is made from.

    Everything in `gathered` may be given to the reader as far as marks and wishes go; here it is
    cut down to the children they are tied to. `leave_out` names passages that the author leaves
    out (`pieces.Piece.key`): nothing steps into their place. Counts are of what is given, so that
    nothing hints at more.
    """
    family = gathered.family
    about = _About(gathered=gathered, recipient=recipient, catalogue=catalogue)
    passages, summaries = about.passages()
    told = {line.text for passage in passages for line in passage.lines}
    # A worker may write the same words as a voice and as an answer: they are printed once.
    voices = tuple(voice for voice in about.voices() if voice.words not in told)
    source = ConferenceSource(
        reference=family.reference,
        council=making.council,
        recipient=recipient.label,
        prepared_by=making.author,
        prepared_on=making.today,
        period_from=making.period_from,
        period_to=making.today,
        children=tuple(_child(child, family, making.today) for child in about.children),
        adults=tuple(about.adults()),
        passages=passages,
        summaries=summaries,
        voices=voices,
        events=tuple(about.events(making.period_from)),
        visits=tuple(about.visits(making.period_from)),
        goals=tuple(about.goals()),
        plan_lines=tuple(about.plan_lines()),
        plan_agreed_on=gathered.plan.made_on if gathered.plan else None,
        actions=tuple(about.actions()),
    )
    given = without(source, leave_out)
    return without(
        msgspec.structs.replace(given, contributors=about.contributors(given)), leave_out
    )


def _child(child: Member, family: FamilyFile, today: date) -> Child:
    stage = current_stages(family, today).get(child.id)
    plan = families.STAGES[stage.stage] if stage else ""
    if stage and stage.category:
        plan = f"{plan}: {families.CATEGORIES[stage.category]}"
    return Child(
        person_id=child.id,
        name=child.name,
        known_as=child.known_as,
        age=person_age(child, today),
        plan=plan,
        plan_since=stage.starts_on if stage else None,
    )


class _About(Said):
    """What else of the record is about these children."""

    def voices(self) -> Iterable[Voice]:
        """Yield what people said who may be named here, children only the reader's."""
        for voice in self.gathered.voices:
            member = self.gathered.family.member(voice.person_id)
            if member is None or member.id not in self.names:
                continue
            yield self._voice(voice, member)

    def _voice(self, voice: HeardVoice, member: Member) -> Voice:
        return Voice(
            person_id=member.id,
            person=member.first_name if member.is_child else member.name,
            kind=AGES.get(member.kind, "network"),  # type: ignore[arg-type]
            words=voice.words,
            how=voice.how,
            voice=voice.voice,
            said_on=london_day(voice.occurred_at),
            author=self.names.get(voice.recorded_by, "a colleague"),
            badge=self.disciplines.get(voice.recorded_by, ""),
            entry_id=voice.entry_id,
        )

    def events(self, since: date) -> Iterable[SignificantEvent]:
        """Yield what mattered for these children in the time the report covers."""
        mine = {child.id: child.first_name for child in self.children}
        for one in self.gathered.happenings:
            affected = tuple(mine[child] for child in one.affects if child in mine)
            is_mine = bool(affected) or not one.affects
            if one.headline and is_mine and london_day(one.occurred_at) >= since:
                yield SignificantEvent(
                    happened_on=london_day(one.occurred_at),
                    headline=one.headline,
                    children=affected,
                    impact=one.impact,
                    entry_id=one.id,
                )

    def visits(self, since: date) -> Iterable[Visits]:
        """Yield how often each child was visited and seen, as far as the reader may know."""
        counted = [
            (london_day(one.occurred_at), seen)
            for one in self.gathered.happenings
            if one.is_statutory_visit and london_day(one.occurred_at) >= since
            for seen in one.children
        ]
        for child in self.children:
            mine = [(day, seen) for day, seen in counted if seen.person == child.id]
            if mine:
                yield Visits(
                    child=child.first_name,
                    statutory=len(mine),
                    seen=sum(seen.seen for _, seen in mine),
                    seen_alone=sum(seen.seen_alone for _, seen in mine),
                    bedroom_seen=sum(seen.bedroom_seen for _, seen in mine),
                    last_seen_alone=max(
                        (day for day, seen in mine if seen.seen_alone), default=None
                    ),
                )

    def adults(self) -> Iterable[Adult]:
        """Yield the parents and carers of these children, and the reader."""
        gathered = self.gathered
        for member in gathered.family.members:
            tied: dict[str, list[str]] = {}
            for tie in gathered.ties:
                if tie.a_id == member.id and tie.kind in PARENTING:
                    tied.setdefault(families.TIES[tie.kind], []).append(tie.b_id)
            said = [
                f"{kind[:1].upper()}{kind[1:]} {join_names(named)}"
                for kind, ids in tied.items()
                if (named := self._children_among(ids))
            ]
            is_reader = member.id in self.recipient.readers and not member.is_child
            if member.died or member.id not in self.names or not (said or is_reader):
                continue
            yield Adult(
                name=member.name,
                relation="; ".join(said) or "Relative",
                parental_responsibility=self._responsibility(member.id),
            )

    def _responsibility(self, adult: str) -> str:
        held = {one.child_id: one.held for one in self.gathered.held if one.adult_id == adult}
        found = {
            word: self._children_among(child for child, answer in held.items() if answer == key)
            for key, word in HELD.items()
        }
        return "; ".join(f"{word} for {join_names(who)}" for word, who in found.items() if who)

    def contributors(self, source: ConferenceSource) -> tuple[Contributor, ...]:
        """Return the workers whose words are in the report, and its writer."""
        authors = {passage.author for passage in (*source.passages, *source.summaries)}
        authors |= {voice.author for voice in source.voices} | {source.prepared_by}
        authors.discard(UNNAMED_WORKER)
        return tuple(
            dict.fromkeys(
                Contributor(name=worker.name, role=ROLES[worker.discipline], agency=worker.employer)
                for worker in self.gathered.family.workers
                if self.names.get(worker.id) in authors
            )
        )

    def _children_among(self, ids: Iterable[str]) -> list[str]:
        """Return what those of the reader's children are called, eldest first."""
        wanted = set(ids)
        return [child.first_name for child in self.children if child.id in wanted]

    def goals(self) -> Iterable[ChangeGoal]:
        """Yield the changes the family wants for these children, with what may be shown of them."""
        children = {child.id: child.first_name for child in self.children}
        for goal in self.gathered.family.goals:
            is_mine = goal.child_id is None or goal.child_id in children
            if not is_mine or goal.owner_id not in self.names:
                continue
            readings = [one for one in self.gathered.rulers if one.goal_id == goal.id]
            yield ChangeGoal(
                words=goal.words,
                for_whom=children.get(goal.child_id or "", "all the children"),
                owner=self.names[goal.owner_id],
                rulers=tuple(self._rulers(readings)),
            )

    def _rulers(self, readings: list[SavedRuler]) -> Iterable[Ruler]:
        for adult in dict.fromkeys(one.adult_id for one in readings):
            for measure in MEASURES:
                values = [
                    (getattr(one, measure), london_day(one.occurred_at))
                    for one in readings
                    if one.adult_id == adult and getattr(one, measure) is not None
                ]
                if len(values) > 1:
                    yield Ruler(
                        adult=self.names.get(adult, "a parent"),
                        measure=measure,
                        first=values[0][0],
                        first_on=values[0][1],
                        latest=values[-1][0],
                        latest_on=values[-1][1],
                    )

    def plan_lines(self) -> Iterable[PlanLine]:
        """Yield the family's own plan.

        Whole for the conference and for parents and carers who agreed to it, unless a home is kept
        from them: to anybody else go the lines that concern them [domain 6.5].
        """
        plan, reader = self.gathered.plan, self.recipient
        is_whole = not reader.is_family or (
            reader.whole_plan
            and plan is not None
            and all(plan.is_agreed_by(one) for one in reader.readers)
        )
        for line in plan.lines if plan else ():
            who = list(line.get("who", ()))
            if is_whole or set(reader.readers) <= set(who):
                yield PlanLine(
                    what=line.get("what", ""),
                    who=join_names(self.names.get(person, "someone") for person in who),
                    how_often=line.get("how_often", ""),
                    if_not=line.get("if_not", ""),
                )

    def actions(self) -> Iterable[Action]:
        """Yield what is still to be done, as far as it may be given."""
        mine = {None, *(child.id for child in self.children)}
        for action in self.gathered.actions:
            is_mine = action.child_id in mine
            if is_mine and action.discussion_id is None:
                yield Action(
                    text=action.text,
                    owner=self.names.get(action.owner_id, "someone"),
                    due_on=action.due_on,
                )
