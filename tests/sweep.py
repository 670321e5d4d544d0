"""The sweep at the end of a test session: nobody's words in logs, addresses, errors or leftovers.

What the made-up council and the builders write into every free text is looked for in every line
that the service logged, every address that was asked for, every error page, whatever a browser
kept, and every temporary file that was left.
"""

import json
import logging
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

import pytest
import structlog

from workbook.logs import keep_allowed_keys

DEMO: Final = Path(__file__).parent.parent / "workbook" / "demo" / "families"
# What tests write: see tests/builders, tests/matrix/making.py and tests/journeys.
BUILT: Final = (
    "CANARY", "Ann Reed", "Bob Vane", "Kim Reed", "Nowhere Row", "soup on the stove",
    "I like toast", "Both children were calm", "telly is off", "tea rota", "quartermaster",
)  # fmt: skip
TOKEN: Final = "qz[0-9]{6}zq"
LONG: Final = 24  # characters: a text of the demonstration this long is no word of ours
ERROR_PAGE: Final = "fs-lead"
KINDS: Final = ("log lines", "addresses", "error pages", "browser stores", "temporary files")


def texts(value: Any) -> Iterator[str]:  # noqa: ANN401 -- whatever JSON holds
    """Yield every string in a piece of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def words_of_the_demonstration() -> set[str]:
    """Return names, addresses and long texts of the made-up council."""
    found = set()
    for path in DEMO.glob("*/*.json*"):
        whole = path.read_text(encoding="utf-8")
        lines = whole.splitlines() if path.suffix == ".jsonl" else [whole]
        for line in lines:
            found |= {one for one in texts(json.loads(line)) if len(one) >= LONG and " " in one}
        if path.name == "family.json":
            found |= {person["name"] for person in json.loads(whole)["persons"]}
    return found


class Sweep:
    """Everything that is to be searched, gathered while tests run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.left = folder / "left"
        self.left.mkdir()
        self.seen: dict[str, list[str]] = {kind: [] for kind in KINDS}
        words = sorted(words_of_the_demonstration() | set(BUILT), key=len, reverse=True)
        self.words = re.compile("|".join([TOKEN, *(re.escape(one[:80]) for one in words)]))

    def note(self, kind: str, text: str) -> None:
        """Keep something to be searched."""
        self.seen[kind].append(text)

    def note_page(self, status: int, page: str) -> None:
        """Keep an error page; a form that comes back holds what was typed, as it should."""
        if status >= 400 and ERROR_PAGE in page and "<form" not in _main(page):
            self.note("error pages", page)

    def found(self) -> list[str]:
        """Return each canary that lies where none may."""
        self.seen["temporary files"] = [*_contents(self.left)]
        return [
            f"{kind}: {hit[0]!r} in {text[:200]!r}"
            for kind, kept in self.seen.items()
            for text in kept
            if (hit := self.words.search(text))
        ]

    def counts(self) -> Counter[str]:
        """Count what was searched, of each kind."""
        return Counter({kind: len(kept) for kind, kept in self.seen.items()})


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def _contents(folder: Path) -> Iterable[str]:
    for path in folder.rglob("*"):
        if path.is_file() and os.access(path, os.R_OK):
            yield f"{path.name}\n{path.read_bytes().decode('utf-8', 'replace')}"


class _ToSweep(logging.Handler):
    """What libraries log through Python's own logging."""

    def emit(self, record: logging.LogRecord) -> None:
        line = logging.Formatter("%(name)s %(message)s").format(record)
        swept().note("log lines", line)


_running: list[Sweep] = []


def swept() -> Sweep:
    """Return the sweep of this session; `make bench` has none and throws its own away."""
    if not _running:
        _running.append(Sweep(Path(tempfile.mkdtemp())))
    return _running[-1]


def log_to_the_sweep() -> None:
    """Log as the service does, only to where it is searched. Commands log to standard error."""

    def write(_: object, __: str, event: structlog.typing.EventDict) -> NoReturn:
        swept().note("log lines", str(structlog.processors.JSONRenderer()(_, __, event)))
        raise structlog.DropEvent  # what tests print is for people to read

    structlog.configure(
        processors=[structlog.processors.add_log_level, keep_allowed_keys, write],
        # Every line is searched, whatever level a command before asked for.
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        cache_logger_on_first_use=False,
    )


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Give the session a temporary folder of its own, so that what is left in it is ours."""
    del session
    usual = tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix="workbook-tests-"))
    folder.chmod(0o755)  # PostgreSQL's own account passes through it
    _running.append(Sweep(folder))
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", usual)
    os.environ["TMPDIR"] = tempfile.tempdir = str(swept().left)
    swept().left.chmod(0o755)
    logging.getLogger().addHandler(_ToSweep())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Log to the sweep again, whatever the test before did to the log."""
    del item
    log_to_the_sweep()


COUNTS: Final = pytest.StashKey[Counter[str]]()
FOUND: Final = pytest.StashKey[list[str]]()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Search everything once all tests are over; a single canary fails the session."""
    sweep = swept()
    found, counts = sweep.found(), sweep.counts()
    if hasattr(session.config, "workeroutput"):
        # One of several processes that share the tests: the first one adds all up.
        session.config.workeroutput["sweep"] = {"found": found, "counts": dict(counts)}
    else:
        _add(session.config, found, counts)
        if session.config.stash[FOUND] and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
    os.environ["TMPDIR"] = tempfile.tempdir = str(sweep.folder.parent)
    shutil.rmtree(sweep.folder, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 -- pytest-xdist names no type
    """Take over what another process found in its share of the tests."""
    gathered = getattr(node, "workeroutput", {}).get("sweep")
    # A process that broke off was not searched, and then nothing may be called clean.
    found = gathered["found"] if gathered else [f"{node.gateway.id} broke off: not searched"]
    _add(node.config, found, Counter(gathered["counts"] if gathered else {}))


def _add(config: pytest.Config, found: list[str], counts: Counter[str]) -> None:
    config.stash[FOUND] = config.stash.get(FOUND, []) + found
    config.stash[COUNTS] = config.stash.get(COUNTS, Counter()) + counts


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the counts that tests gave, and what was searched and found at the end."""
    config = terminalreporter.config
    for report in terminalreporter.stats.get("passed", []):
        for line in report.capstdout.splitlines():
            terminalreporter.write_line(f"{Path(report.fspath).stem}: {line}")
    if COUNTS in config.stash:
        searched = ", ".join(f"{config.stash[COUNTS][kind]} {kind}" for kind in KINDS)
        found = config.stash[FOUND]
        for line in (f"canary sweep: {searched}; {len(found)} canaries", *found[:20]):
            terminalreporter.write_line(line)
