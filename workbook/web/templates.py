"""The Jinja environment: where templates are, and what is in their hands."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)

from workbook.web import controls, filters, words
from workbook.web.questions import Option

GOVUK_PACKAGE = "govuk_frontend_jinja"
# Compiling all of the design system's macros costs more than a second at start: bind what is used.
GOVUK_MACROS: Mapping[str, str] = {
    "button": "govukButton",
    "checkboxes": "govukCheckboxes",
    "date-input": "govukDateInput",
    "details": "govukDetails",
    "error-summary": "govukErrorSummary",
    "input": "govukInput",
    "notification-banner": "govukNotificationBanner",
    "password-input": "govukPasswordInput",
    "radios": "govukRadios",
    "select": "govukSelect",
    "skip-link": "govukSkipLink",
    "summary-list": "govukSummaryList",
    "textarea": "govukTextarea",
    "warning-text": "govukWarningText",
}


def build_environment(folders: Mapping[str, Path]) -> Environment:
    """Build the one environment of the process from the packages' template folders.

    `folders` maps the first part of a template's name to its folder, so that
    "supervision/session.html" is found in supervision/templates. A name that no handler passed, or
    a field that a struct does not have, fails the page; GOV.UK's macros read keys that are not
    there, so they live in a lenient environment of their own and come in as globals: templates
    need no import lines for them.
    """
    environment = Environment(
        loader=PrefixLoader({name: FileSystemLoader(folder) for name, folder in folders.items()}),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(filters.FILTERS)
    environment.filters.update(controls.FILTERS)
    environment.globals.update(govuk_macros())
    environment.globals.update(
        DISCIPLINES=words.DISCIPLINES,
        MARKS=words.MARKS,
        VOICES=words.VOICES,
        YES_NO=(Option("yes", "Yes"), Option("no", "No")),
    )
    return environment


def govuk_macros() -> dict[str, object]:
    """Compile the form controls that GOV.UK's design system draws, by the names it gives them."""
    environment = Environment(
        loader=PrefixLoader({GOVUK_PACKAGE: PackageLoader(GOVUK_PACKAGE)}),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    return {
        macro: getattr(
            environment.get_template(f"{GOVUK_PACKAGE}/components/{component}/macro.html").module,
            macro,
        )
        for component, macro in GOVUK_MACROS.items()
    }
