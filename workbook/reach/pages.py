"""All pages about who reaches a family."""

from typing import Any, Final

from workbook.reach.break_glass import pages as break_glass
from workbook.reach.reviews import pages as reviews

PAGES: Final[tuple[type[Any], ...]] = (*break_glass.PAGES, *reviews.PAGES)
