"""Make the gate's facts from a case folder, as the record would tell them of one reader."""

import json
from pathlib import Path
from typing import Any

from exports.gate.record import Contact, FamilyFacts, Household, Note, Person, Tie

SHARED = {"family_shared"}


class Case:
    """One case folder, read once."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.family: dict[str, Any] = json.loads((folder / "family.json").read_text("utf-8"))
        led = json.loads((folder / "family_led.json").read_text("utf-8"))
        self.network = tuple(n["person"] for n in led["network"] if n["consent_to_hold"] == "yes")
        lines = (folder / "entries.jsonl").read_text("utf-8").splitlines()
        self.all_entries: list[dict[str, Any]] = [json.loads(line) for line in lines]
        gone = {e.get("replaces") or e.get("withdraws") for e in self.all_entries}
        self.entries = [e for e in self.all_entries if e["id"] not in gone and "withdraws" not in e]

    def facts(self, *readers: str) -> FamilyFacts:
        """Return what the record holds for a document to these persons."""
        family = self.family
        users = {r["a"] for r in family["relationships"] if r["kind"] == "abuse_towards"}
        near = bool(users & set(readers))
        return FamilyFacts(
            readers=readers,
            persons=tuple(
                Person(
                    id=p["id"],
                    name=p["name"],
                    known_as=p.get("known_as", ""),
                    is_child="child" in p["kind"],
                )
                for p in family["persons"]
            ),
            households=tuple(
                Household(
                    address=h["address"],
                    protected=h["protected"],
                    known_by=tuple(h["known_by"]),
                    members=tuple(m["person"] for m in h["members"]),
                )
                for h in family["households"]
            ),
            contacts=tuple(
                Contact(owner=c["person"], value=c["value"], sealed=c["sealed"])
                for c in family["contact_details"]
            ),
            ties=tuple(
                Tie(r["a"], r["b"], kept=r.get("mark", "team") not in {"team", "family_shared"})
                for r in family["relationships"]
            ),
            withheld=tuple(w["what"] for w in family["withheld"] if set(readers) & set(w["from"])),
            notes=tuple(note(e) for e in self.entries),
            network=self.network,
            named=tuple(
                f"{w['name']} {w['employer']}"
                for w in family["workers"]
                if not (near and w["discipline"] == "da_survivor_worker")
            ),
        )

    def shared_texts(self) -> list[tuple[str, str]]:
        """Return the key and text of everything in force that is marked as shared."""
        return [
            (f"{e['id']}.{at}", text)
            for e in self.entries
            if e["mark"]["kind"] in SHARED
            for at, text in enumerate(texts(e))
        ]


def note(entry: dict[str, Any]) -> Note:
    """Return an entry as the gate is told of it."""
    mark = entry["mark"]
    third = mark["persons"] if mark["kind"] == "third_party" else []
    return Note(
        text="\n".join(texts(entry)),
        kept=mark["kind"] not in SHARED,
        private=mark["kind"] not in {"team", *SHARED},
        present=tuple(entry["present"]),
        reveals=tuple({*entry["reveals"], *third}),
    )


def texts(entry: dict[str, Any]) -> list[str]:
    """Return every text of an entry: note, headline, voices, answers, actions."""
    found = [entry["note"]] if entry["note"] else []
    found += [entry["significant"]["headline"]] if "significant" in entry else []
    found += [voice["text"] for voice in entry.get("voices", ())]
    found += [action["text"] for action in entry.get("actions", ())]
    for made in entry.get("contributions", ()):
        found += list(_strings(made["answers"]))
    return found


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if " " in value else []
    if isinstance(value, dict):
        return [text for each in value.values() for text in _strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in _strings(each)]
    return []
