"""People’s voices as quotations, each with how we came to know it."""

from collections.abc import Iterable
from typing import Final

from exports.reports.placing import VOICES, day
from exports.reports.rows import Quote
from exports.reports.source import Voice

_SAID: Final = frozenset({"", "child_own_words", "parent_own_words", "network"})


def quotes(voices: Iterable[Voice], *, kind: str, person_id: str = "") -> tuple[Quote, ...]:
    """Take the voices of one kind, or of one person of it, oldest first."""
    return tuple(
        Quote(
            voice.person,
            voice.words,
            _known(voice),
            voice.entry_id,
            voice.badge,
        )
        for voice in sorted(voices, key=lambda voice: voice.said_on)
        if voice.kind == kind and person_id in {"", voice.person_id}
    )


def _known(voice: Voice) -> str:
    # What a worker saw must not read as what a child said.
    whose = "" if voice.voice in _SAID else VOICES.get(voice.voice, "")
    how = voice.how and f"How we know: {voice.how}"
    return " · ".join(filter(None, [whose, how, voice.author, day(voice.said_on)]))
