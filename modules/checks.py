"""What the shapes cannot say about a definition: each check yields a sentence per problem."""

from collections.abc import Callable, Iterator

from modules.completeness_rules import (
    AnsweredPerChild,
    AnsweredWithinWeeks,
    AtLeastEntries,
    Rule,
    SectionsIndependent,
)
from modules.schema import Choice, Module, Multi, Narrative, Question, Section, Table, YesNo
from modules.vocabulary import DISCIPLINES, MARKS, REPORTS, VOICES

Check = Callable[[Module], Iterator[str]]

RESERVED_SECTION = "common"


def _questions(module: Module) -> Iterator[tuple[str, Section, Question]]:
    for section in module.sections:
        for asked in section.questions:
            yield f"section {section.key!r}, question {asked.key!r}", section, asked


def _repeated(keys: list[str]) -> list[str]:
    return sorted({key for key in keys if keys.count(key) > 1})


def keys_are_unique(module: Module) -> Iterator[str]:
    """Answers are found by key, so a key that occurs twice loses one of two answers."""
    for key in _repeated([section.key for section in module.sections]):
        yield f"section {key!r} occurs twice; give one of them another key"
    for section in module.sections:
        for key in _repeated([asked.key for asked in section.questions]):
            yield (
                f"section {section.key!r}: question {key!r} occurs twice;"
                " give one of them another key"
            )
    for place, _, asked in _questions(module):
        if isinstance(asked, Table):
            for key in _repeated([column.key for column in asked.columns]):
                yield f"{place}: column {key!r} occurs twice; give one of them another key"


def common_block_is_not_overridden(module: Module) -> Iterator[str]:
    """The section `common` is the same in every module, so that reports can rely on it."""
    keys = [section.key for section in module.sections]
    if keys.count(RESERVED_SECTION) > (module.common is not None):
        yield "section 'common' is the block all modules share; write `common = 1` instead"


def options_are_distinct(module: Module) -> Iterator[str]:
    """Two options of one value cannot be told apart once stored."""
    for place, _, asked in _questions(module):
        if isinstance(asked, Choice | Multi | YesNo):
            for value in _repeated([option.value for option in asked.options]):
                yield f"{place}: option {value!r} occurs twice; keep one"


def columns_fit_their_kind(module: Module) -> Iterator[str]:
    """A choice column needs options and no other column has any."""
    for place, _, asked in _questions(module):
        for column in asked.columns if isinstance(asked, Table) else ():
            if (column.kind == "choice") != bool(column.options):
                remedy = "list its options" if column.kind == "choice" else "remove the options"
                yield f"{place}: column {column.key!r} is of kind {column.kind}; {remedy}"
            for value in _repeated([option.value for option in column.options]):
                yield f"{place}: column {column.key!r}: option {value!r} occurs twice; keep one"


def conditions_look_back(module: Module) -> Iterator[str]:
    """A condition may name only a choice the worker has already met on the way down."""
    for section in module.sections:
        offered: dict[str, set[str]] = {}
        for asked in section.questions:
            place = f"section {section.key!r}, question {asked.key!r}"
            if (condition := asked.show_if) is not None:
                values = offered.get(condition.question)
                if values is None:
                    yield (
                        f"{place}: show_if names {condition.question!r}, which is no earlier"
                        " choice of this section; move it up or remove the condition"
                    )
                elif strange := sorted(set(condition.any_of) - values):
                    yield (
                        f"{place}: show_if waits for {strange}, which"
                        f" {condition.question!r} never offers; use {sorted(values)}"
                    )
            if isinstance(asked, Choice | Multi | YesNo):
                offered[asked.key] = {option.value for option in asked.options}


def words_are_known(module: Module) -> Iterator[str]:
    """Marks, disciplines, reports and voices are closed lists that rights depend on."""
    used: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
        ("the module", "discipline", module.disciplines, DISCIPLINES)
    ]
    for section in module.sections:
        place = f"section {section.key!r}"
        used.append((place, "discipline", section.disciplines, DISCIPLINES))
        used.append((place, "mark", (section.mark,), MARKS))
    for place, _, asked in _questions(module):
        used.append((place, "report", asked.feeds, REPORTS))
        used.append((place, "mark", (asked.mark,) if asked.mark else (), MARKS))
        if isinstance(asked, Narrative) and asked.voice:
            used.append((place, "voice", (asked.voice,), VOICES))
    for place, what, words, allowed in used:
        for word in words:
            if word not in allowed:
                yield f"{place}: {what} {word!r} is not known; use one of {', '.join(allowed)}"


def lead_is_a_narrative(module: Module) -> Iterator[str]:
    """A short note on the record screen is prose, so only a narrative can take it."""
    for section in module.sections:
        if section.lead is not None and not isinstance(section.question(section.lead), Narrative):
            yield (
                f"section {section.key!r}: lead {section.lead!r} is no narrative of this"
                " section; name one or remove the line"
            )


def sealed_tracks_feed_no_report(module: Module) -> Iterator[str]:
    """What a survivor tells their own worker reaches no report by way of a definition."""
    for place, section, asked in _questions(module):
        if section.track == "survivor" and asked.feeds:
            yield f"{place}: the survivor’s track feeds no report; remove feeds"
        if section.track == "survivor" and section.mark_of(asked) != "survivor_protected":
            yield f"{place}: the survivor’s track is survivor_protected; remove the other mark"


def screen_is_a_choice(module: Module) -> Iterator[str]:
    """Whether a module applies is read from one choice of `in` or `out`."""
    if module.screen is None:
        return
    asked = _at(module, module.screen)
    values = {option.value for option in asked.options} if isinstance(asked, Choice) else set()
    if not {"in", "out"} <= values:
        yield f"screen {module.screen!r} must be a choice with the options 'in' and 'out'"


def numbers_have_a_range(module: Module) -> Iterator[str]:
    """A number whose least is above its greatest can never be answered."""
    for place, _, asked in _questions(module):
        if asked.kind == "number" and asked.min >= asked.max:  # type: ignore[union-attr]
            yield f"{place}: min must be below max"


def rules_name_what_exists(module: Module) -> Iterator[str]:
    """A completeness rule about nothing would never be met, or always."""
    for rule in module.complete_when:
        kind = rule.__struct_config__.tag
        for place in _places(rule):
            asked = _at(module, place)
            if asked is None:
                yield f"complete_when, rule {kind}: there is no question {place!r}"
            elif isinstance(rule, AnsweredPerChild) and _subject(module, place) != "child":
                yield f"complete_when, rule {kind}: {place!r} is not asked about a child"
        if isinstance(rule, SectionsIndependent):
            for key in rule.sections:
                section = module.section(key)
                if section is None:
                    yield f"complete_when, rule {kind}: there is no section {key!r}"
                elif section.track is None:
                    yield f"complete_when, rule {kind}: section {key!r} has no track; add one"


def _places(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, SectionsIndependent):
        return ()
    if isinstance(rule, AnsweredWithinWeeks | AtLeastEntries):
        return (rule.question,)
    return rule.questions


def _at(module: Module, place: str) -> Question | None:
    section_key, _, key = place.partition(".")
    section = module.section(section_key)
    return section.question(key) if section is not None else None


def _subject(module: Module, place: str) -> str | None:
    section = module.section(place.partition(".")[0])
    asked = _at(module, place)
    return section.subject_of(asked) if section is not None and asked is not None else None


ALL_CHECKS: tuple[Check, ...] = (
    keys_are_unique,
    common_block_is_not_overridden,
    options_are_distinct,
    columns_fit_their_kind,
    conditions_look_back,
    words_are_known,
    lead_is_a_narrative,
    sealed_tracks_feed_no_report,
    screen_is_a_choice,
    numbers_have_a_range,
    rules_name_what_exists,
)


def problems_of(module: Module) -> list[str]:
    """Run every check and return every problem, so that an author can mend them in one go.

    Takes the module with the common block it includes already added.
    """
    place = f"{module.key} v{module.version}"
    return [f"{place}, {problem}" for check in ALL_CHECKS for problem in check(module)]
