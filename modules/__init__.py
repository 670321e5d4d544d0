"""What is asked: definitions as data, their checks, answers and scored tools."""

from pathlib import Path

DEFAULT_PROGRAMME = Path(__file__).parent / "definitions"
