"""What the commands about definitions print."""

from pathlib import Path

from modules.catalogue import Catalogue
from modules.errors import BadDefinitionError
from modules.schema import Module


def listing(catalogue: Catalogue) -> list[str]:
    """Return the programme in order, then older versions and modules no longer in it."""
    lines = [catalogue.title]
    lines += [
        f"{number}. {_named(module)}" for number, module in enumerate(catalogue.modules, start=1)
    ]
    current = {(module.key, module.version) for module in catalogue.modules}
    old = sorted(
        (module for module in catalogue if (module.key, module.version) not in current),
        key=lambda module: (module.key, module.version),
    )
    if old:
        lines.append("Kept to read earlier answers:")
        lines += [f"   {_named(module)}" for module in old]
    return lines


def check_folder(folder: Path) -> list[str]:
    """Return every problem of a programme's folder; an empty list means it can be used."""
    try:
        Catalogue.load(folder)
    except BadDefinitionError as bad:
        return list(bad.problems)
    return []


def _named(module: Module) -> str:
    questions = sum(len(section.questions) for section in module.sections)
    return (
        f"{module.title} ({module.key} v{module.version}):"
        f" {len(module.sections)} sections, {questions} questions"
    )
