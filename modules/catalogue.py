"""Every definition there is: the programme in use, and old versions for old answers."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from modules.checks import problems_of
from modules.errors import BadDefinitionError, UnknownDefinitionError
from modules.programme import find_programme, module_order, read_programme
from modules.publish import changed
from modules.schema import CommonBlock, Module, Question, Section
from modules.scores import Instrument, instrument_problems

__all__ = [
    "BadDefinitionError",
    "Catalogue",
    "UnknownDefinitionError",
    "find_programme",
    "read_definition",
]

COMMON = "common"
INSTRUMENTS = "instruments"

Shape = TypeVar("Shape", Module, CommonBlock, Instrument)


def read_definition(path: Path, *, shared: Path | None = None) -> Module:
    """Read one module's definition and add the common block it asks for.

    `shared` is the programme folder whose common block is used when the definition's own
    folder has none. Raises BadDefinitionError with every problem and its place.
    """
    module = _decode(path, Module)
    problems = []
    if module.common is not None:
        block = _common(path, module.common, shared=shared)
        if block is None:
            problems.append(f"{path}: there is no common block version {module.common}")
        else:
            module = msgspec.structs.replace(module, sections=(*module.sections, block.section))
    problems += [f"{path}: {problem}" for problem in problems_of(module)]
    if path.stem.startswith("v") and path.stem != f"v{module.version}":
        problems.append(
            f"{path}: holds version {module.version}; name the file v{module.version}.toml"
        )
    if problems:
        raise BadDefinitionError(problems)
    return module


def _common(path: Path, version: int, *, shared: Path | None) -> CommonBlock | None:
    folders = [path.parent.parent, *([shared] if shared else []), find_programme(None)]
    files = [folder / COMMON / f"v{version}.toml" for folder in folders]
    found = next((file for file in files if file.is_file()), None)
    return None if found is None else _decode(found, CommonBlock)


def _decode(path: Path, shape: type[Shape]) -> Shape:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), shape)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError, OSError) as wrong:
        raise BadDefinitionError([f"{path}: {wrong}"]) from wrong


class _Gathered:
    """What the folders of a programme hold, and everything wrong with it."""

    def __init__(self) -> None:
        self.modules: dict[tuple[str, int], Module] = {}
        self.instruments: dict[tuple[str, str], Instrument] = {}
        self.problems: list[str] = []

    def read_folder(self, folder: Path, *, shared: Path | None) -> frozenset[str]:
        """Add a folder's definitions and return the keys of its modules."""
        self.problems += [f"{folder.name}/{problem}" for problem in changed(folder)]
        keys = set()
        for path in sorted(folder.glob("*/v*.toml")):
            if path.parent.name == COMMON:
                continue
            keys.add(path.parent.name)
            try:
                self._add(path, read_definition(path, shared=shared))
            except BadDefinitionError as bad:
                self.problems += bad.problems
        for path in sorted(folder.glob(f"{INSTRUMENTS}/*.toml")):
            try:
                instrument = _decode(path, Instrument)
            except BadDefinitionError as bad:
                self.problems += bad.problems
            else:
                self.problems += instrument_problems(instrument)
                if (instrument.code, instrument.version) in self.instruments:
                    self.problems.append(
                        f"{path}: {instrument.code!r} version {instrument.version!r} is defined"
                        " twice; give one of them another version"
                    )
                self.instruments[instrument.code, instrument.version] = instrument
        return frozenset(keys)

    def _add(self, path: Path, module: Module) -> None:
        if module.key != path.parent.name:
            self.problems.append(f"{path}: key {module.key!r} must be the name of its folder")
        if (module.key, module.version) in self.modules:
            self.problems.append(
                f"{path}: {module.key!r} version {module.version} is in the programme this one"
                " is based on; give it the next version or another key"
            )
        self.modules[module.key, module.version] = module


class Catalogue:
    """The programme a council uses and every version of every module ever published in it."""

    def __init__(
        self, *, title: str, folder: Path, order: tuple[str, ...], found: _Gathered
    ) -> None:
        self.title = title
        self.folder = folder
        self.order = order
        self.instruments = tuple(found.instruments.values())
        self._versions = found.modules
        newest: dict[str, Module] = {}
        for module in sorted(found.modules.values(), key=lambda each: each.version):
            newest[module.key] = module
        self._newest = newest
        self.modules = tuple(newest[key] for key in order)

    @classmethod
    def load(cls, folder: Path | None = None) -> "Catalogue":
        """Read a programme's folder, or the one that comes with the product.

        Raises BadDefinitionError listing every problem of every definition.
        """
        folder = folder or find_programme(None)
        found = _Gathered()
        title, order = _gather(folder, found, inside=())
        found.problems += _unknown_instruments(found)
        if found.problems:
            raise BadDefinitionError(found.problems)
        return cls(title=title, folder=folder, order=order, found=found)

    def newest(self, key: str) -> Module:
        """Return the version that new entries are recorded under.

        Raises UnknownDefinitionError.
        """
        try:
            return self._newest[key]
        except KeyError:
            raise UnknownDefinitionError(f"No module {key!r}") from None

    def __getitem__(self, key_and_version: tuple[str, int]) -> Module:
        """Return a module as it was when an answer was given."""
        try:
            return self._versions[key_and_version]
        except KeyError:
            key, version = key_and_version
            raise UnknownDefinitionError(f"No module {key!r} version {version}") from None

    def __iter__(self) -> Iterator[Module]:
        """Go through every version there is, also of modules no longer used."""
        return iter(self._versions.values())

    def section(self, module_key: str, section_key: str, *, version: int | None = None) -> Section:
        """Return a section of the newest version, or of the one named.

        Raises UnknownDefinitionError.
        """
        module = self.newest(module_key) if version is None else self[module_key, version]
        if (section := module.section(section_key)) is None:
            raise UnknownDefinitionError(f"Module {module_key!r} has no section {section_key!r}")
        return section

    def question(
        self, module_key: str, version: int, section_key: str, question_key: str
    ) -> Question:
        """Return a question as the worker saw it. Raises UnknownDefinitionError."""
        section = self.section(module_key, section_key, version=version)
        if (question := section.question(question_key)) is None:
            raise UnknownDefinitionError(
                f"Section {module_key!r}.{section_key!r} has no question {question_key!r}"
            )
        return question

    def instrument(self, code: str, version: str | None = None) -> Instrument:
        """Return a scored tool; without a version the first there is.

        Raises UnknownDefinitionError.
        """
        for each in self.instruments:
            if each.code == code and version in (None, each.version):
                return each
        raise UnknownDefinitionError(f"No instrument {code!r} version {version!r}")


def _gather(
    folder: Path, found: _Gathered, *, inside: tuple[Path, ...]
) -> tuple[str, tuple[str, ...]]:
    programme = read_programme(folder)
    base: tuple[str, ...] = ()
    shared: Path | None = None
    if programme.based_on is not None:
        shared = _base_folder(folder, programme.based_on)
        if shared in (folder, *inside):
            raise BadDefinitionError([f"{folder}/programme.toml: based on itself"])
        _, base = _gather(shared, found, inside=(*inside, folder))
    own = found.read_folder(folder, shared=shared)
    order, problems = module_order(programme, own=own, base=base)
    found.problems += [f"{folder.name}/{problem}" for problem in problems]
    return programme.title, tuple(order)


def _base_folder(folder: Path, based_on: str) -> Path:
    beside = folder / based_on
    if beside.is_dir():
        return beside.resolve()
    try:
        return find_programme(based_on)
    except UnknownDefinitionError as unknown:
        raise BadDefinitionError([f"{folder}/programme.toml: based_on: {unknown}"]) from unknown


def _unknown_instruments(found: _Gathered) -> Iterator[str]:
    codes = {code for code, _ in found.instruments}
    for module in found.modules.values():
        for section in module.sections:
            for asked in section.questions:
                if asked.instrument and asked.instrument not in codes:
                    yield (
                        f"{module.key} v{module.version}, section {section.key!r}, question"
                        f" {asked.key!r}: no instrument {asked.instrument!r}; there are"
                        f" {', '.join(sorted(codes)) or 'none'}"
                    )
