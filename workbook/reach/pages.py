"""All pages about who reaches a family."""

from typing import Any, Final

from workbook.reach.break_glass import pages as break_glass
from workbook.reach.closing import pages as closing
from workbook.reach.conflicts import pages as conflicts
from workbook.reach.joining import pages as joining
from workbook.reach.matches import pages as matches
from workbook.reach.reviews import pages as reviews
from workbook.reach.roles import pages as roles
from workbook.reach.working import pages as working

PAGES: Final[tuple[type[Any], ...]] = (
    *break_glass.PAGES,
    *reviews.PAGES,
    *conflicts.PAGES,
    *closing.PAGES,
    *working.PAGES,
    *joining.PAGES,
    *roles.PAGES,
    *matches.PAGES,
)
