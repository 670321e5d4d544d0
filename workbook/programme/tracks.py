"""What a discipline's marks open and which sealed tracks it may be told of: policy, said aloud.

The wall decides what is read. This says the same about what has not been written yet: whether a
section's name, what it lacks, or a mark that is offered would give something away. A test holds
both side by side.
"""

from typing import Final

from modules.schema import Module, Section
from workbook.wall.marks import (
    HEALTH_RESTRICTED,
    OPENS_TO,
    SURVIVOR_PROTECTED,
)

HEALTH_WORKERS: Final = frozenset({"mental_health_practitioner", "recovery_worker"})


def tracks_of(discipline: str) -> frozenset[str]:
    """Return the sealed tracks whose sections this discipline may be told of."""
    sees_survivor = discipline in OPENS_TO[SURVIVOR_PROTECTED]
    return frozenset({"perpetrator", "survivor"} if sees_survivor else {"perpetrator"})


def is_named_to(section: Section, discipline: str, *, has_words: bool) -> bool:
    """Tell whether a section may be named on a page.

    A sealed one shows only to those it is open to, or who were given some of its words by mark;
    the survivor's never to the worker for the person using abuse, whatever its words are marked.
    """
    if section.track is None or section.track in tracks_of(discipline):
        return True
    return has_words and discipline != "da_perpetrator_worker"


def is_out_of_sight(module: Module, section: Section, discipline: str) -> bool:
    """Tell whether some answers of a section would be kept from this discipline.

    Then nothing is said about what it lacks: it would be wrong, or give something away.
    """
    for asked in section.questions:
        mark = section.mark_of(asked)
        if mark == HEALTH_RESTRICTED:
            if discipline not in (section.disciplines or module.disciplines):
                return True
        elif discipline not in OPENS_TO[mark]:
            return True
    return False
