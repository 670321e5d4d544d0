"""Published definitions never change: their fingerprints, and how a new version gets one."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

PUBLISHED = "published.sha256"


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a definition's text, the same on every system's line endings."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def definition_files(folder: Path) -> list[Path]:
    """Return every definition in a programme's folder: modules, common blocks, instruments."""
    versions = [path for path in folder.glob("*/v*.toml") if path.parent.name != "instruments"]
    return sorted([*versions, *folder.glob("instruments/*.toml")])


def published(folder: Path) -> dict[str, str]:
    """Return the fingerprint of every published definition by its path within the folder."""
    file = folder / PUBLISHED
    if not file.is_file():
        return {}
    lines = (line.split(maxsplit=1) for line in file.read_text("utf-8").splitlines())
    return {words[1]: words[0] for words in lines if len(words) == 2}  # noqa: PLR2004 - a pair


def changed(folder: Path) -> Iterator[str]:
    """Yield a sentence for every published definition that is no longer what was published."""
    for name, was in published(folder).items():
        path = folder / name
        if not path.is_file():
            yield (
                f"{name}: this version was published and its file is gone;"
                " put it back, answers are still read by it"
            )
        elif fingerprint(path) != was:
            yield (
                f"{name}: this version was published and has changed;"
                " undo the change and write it as the next version"
            )


def publish(folder: Path) -> list[str]:
    """Freeze every definition that is not published yet and return their paths.

    Refuses (ValueError) while a published one has changed, so that publishing can never be
    the way to change one.
    """
    if problems := list(changed(folder)):
        raise ValueError("\n".join(problems))
    known = published(folder)
    fresh = {
        path.relative_to(folder).as_posix(): fingerprint(path)
        for path in definition_files(folder)
        if path.relative_to(folder).as_posix() not in known
    }
    lines = [f"{digest}  {name}\n" for name, digest in sorted({**known, **fresh}.items())]
    if fresh:
        (folder / PUBLISHED).write_text("".join(lines), "utf-8")
    return sorted(fresh)


def main(arguments: list[str]) -> int:
    """Publish what is new in the folder named; the programme that comes with us otherwise."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent / "definitions"
    try:
        fresh = publish(folder)
    except ValueError as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    sys.stdout.write("".join(f"published {name}\n" for name in fresh) or "nothing new\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
