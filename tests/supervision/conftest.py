"""Browsers without a network, as the workbook's own pages are tested with."""

from tests.workbook.conftest import signed_in

__all__ = ["signed_in"]
