"""Everything the record says about one person, as items in the order of their life. Pure."""

from collections.abc import Iterable, Iterator
from typing import Final

from exports.reports.answers_said import lines_said
from exports.subject_access.queries import (
    Everything,
    Written,
    WrittenAnswers,
    WrittenEntry,
)
from exports.subject_access.rules import Item, Subject
from modules.answers import is_answered, wording
from modules.catalogue import Catalogue
from modules.errors import UnknownDefinitionError
from modules.schema import Section
from workbook.families.rules import FamilyFile
from workbook.wall.marks import TEAM

KINDS: Final = {
    "home_visit": "Home visit",
    "direct_work": "Direct work",
    "phone_call": "Phone call",
    "video_call": "Video call",
    "meeting": "Meeting",
    "liaison": "Talk with another service",
    "observation": "Observation",
    "text_or_email": "Text or email",
}


class Story:
    """One family's record, told for one of its people."""

    def __init__(
        self, found: Everything, *, family: FamilyFile, subject: Subject, catalogue: Catalogue
    ) -> None:
        self.found = found
        self.family = family
        self.subject = subject
        self.catalogue = catalogue
        self.workers = {worker.id: worker.name for worker in family.workers}
        self.names = {member.id: member.name for member in family.members} | self.workers

    def items(self) -> tuple[Item, ...]:
        """Return every item about the person, in the order of time; what is empty is none."""
        told = (
            *self._entries(), *self._voices(), *self._answers(), *self._wordings(),
            *self._rulers(), *self._actions(), *self._supervision(), *self._standing(),
        )  # fmt: skip
        kept = {item.key: item for item in told if item.text.strip()}
        return tuple(sorted(kept.values(), key=lambda item: (item.at, item.kind, item.object_id)))

    def _item(
        self,
        row: Written,
        *,
        kind: str,
        title: str,
        text: str,
        about: Iterable[str],
        wish: str = "yes",
    ) -> Item:
        own = (row.mark, row.mark_persons)
        laid = self.family.laid.get(row.id, ())
        now = self.family.marks(row.id, *own, discipline=row.discipline)[-1]
        over = (own, *((one.kept.mark, one.kept.persons) for one in laid)) if laid else ()
        return Item(
            kind=kind, object_id=row.id, at=row.at, title=title, text=text, wish=wish, over=over,
            by=self.workers.get(row.recorded_by, ""), discipline=row.discipline, mark=now.mark,
            persons=now.persons, about=tuple(dict.fromkeys(about)),
        )  # fmt: skip

    def _is_theirs(self, people: Iterable[str]) -> bool:
        return self.subject.id in set(people)

    def _entries(self) -> Iterator[Item]:
        for entry in self.found.entries:
            people = everybody_in(entry)
            if not self._is_theirs(people):
                continue
            what = KINDS.get(entry.kind, "Entry")
            title = f"{what}: {entry.headline}" if entry.headline else what
            text = "\n\n".join(words for words in (entry.note, entry.impact) if words)
            yield self._item(
                entry, kind="entry", title=title, text=text or entry.headline, about=people
            )

    def _voices(self) -> Iterator[Item]:
        for voice in self.found.voices:
            if voice.person_id == self.subject.id:
                title = f"What {self.names.get(voice.person_id, 'somebody')} said or showed"
                yield self._item(
                    voice, kind="voice", title=title, text=voice.words, wish=voice.share_ok,
                    about=(voice.person_id,),
                )  # fmt: skip

    def _answers(self) -> Iterator[Item]:
        for row in self.found.answers:
            section = self._section(row)
            if section is None or (row.subject_ids and not self._is_theirs(row.subject_ids)):
                continue
            lines = [
                f"{question.label}\n{line}"
                for question in section.questions
                if is_answered(row.answers.get(question.key))
                for line in [self._said(question, row)]
                if line
            ]
            yield self._item(
                row, kind="answers", title=section.title, text="\n\n".join(lines),
                about=row.subject_ids or (self.subject.id,), wish=row.share_ok,
            )  # fmt: skip

    def _section(self, row: WrittenAnswers) -> Section | None:
        try:
            return self.catalogue.section(
                row.module_key, row.section_key, version=row.module_version
            )
        except UnknownDefinitionError:
            return None

    def _said(self, question: object, row: WrittenAnswers) -> str:
        answer = row.answers[question.key]  # type: ignore[attr-defined]
        lines = lines_said(wording(question, answer, names=self.names))  # type: ignore[arg-type]
        cells = [
            ", ".join(cell for table in line.rows[1:] for cell in table)
            if line.rows
            else f"{line.label}: {line.text}" if line.label else line.text
            for line in lines
        ]  # fmt: skip
        return "\n".join(one for one in cells if one)

    def _wordings(self) -> Iterator[Item]:
        replaced = {row.replaces_id for row in self.found.wordings}
        for row in self.found.wordings:
            if row.id in replaced or (row.subject_ids and not self._is_theirs(row.subject_ids)):
                continue
            yield self._item(
                row, kind="wording", title="What was agreed to say", text=row.words,
                about=row.subject_ids or (self.subject.id,),
            )  # fmt: skip

    def _rulers(self) -> Iterator[Item]:
        for row in self.found.rulers:
            if row.adult_id == self.subject.id:
                said = (
                    ("Importance", row.importance), ("confidence", row.confidence),
                    ("readiness", row.readiness),
                )  # fmt: skip
                text = ", ".join(
                    f"{name} {value} of 10" for name, value in said if value is not None
                )
                yield self._item(
                    row, kind="ruler", title="Rulers", text=text, about=(row.adult_id,)
                )

    def _actions(self) -> Iterator[Item]:
        for row in self.found.actions:
            people = [one for one in (row.owner_id, row.child_id) if one in self.names]
            if self._is_theirs(people):
                yield self._item(row, kind="action", title="Action", text=row.text, about=people)

    def _supervision(self) -> Iterator[Item]:
        for row in self.found.parts:
            text = "\n\n".join(words for words in (row.well, row.worried) if words)
            yield self._item(
                row, kind="part", title="Said in group supervision", text=text,
                about=(self.subject.id,),
            )  # fmt: skip
        replaced = {row.replaces_id for row in self.found.decisions}
        for decided in self.found.decisions:
            if decided.id not in replaced:
                text = "\n\n".join(one for one in (decided.decision, decided.rationale) if one)
                yield Item(
                    kind="decision", object_id=decided.id, at=decided.at,
                    title="What the team decided", text=text, by="", discipline="", mark=TEAM,
                    about=(self.subject.id,),
                )  # fmt: skip

    def _standing(self) -> Iterator[Item]:
        """Tell what the record holds beside what happened: ways to reach them, their network."""
        for detail in self.found.details:
            if detail.person_id == self.subject.id:
                yield self._plain(detail.id, detail.at, detail.channel.capitalize(), detail.value)
        for row_id, person_id, at, tie in self.found.network:
            if person_id == self.subject.id:
                yield self._plain(row_id, at, "In the family’s network", tie)
        for row_id, label, at in self.found.documents:
            yield self._plain(row_id, at, "A document was made", f"Copy for {label}")

    def _plain(self, row_id: str, at: object, title: str, text: str) -> Item:
        return Item(
            kind="standing", object_id=row_id, at=at, title=title, text=text, by="",  # type: ignore[arg-type]
            discipline="", mark=TEAM, about=(self.subject.id,),
        )  # fmt: skip


def everybody_in(entry: WrittenEntry) -> tuple[str, ...]:
    """Return whoever an entry is about: there, seen, affected, or told of."""
    children = [str(child.get("person", "")) for child in entry.children]
    return tuple(dict.fromkeys((*entry.present, *children, *entry.affects, *entry.reveals)))
