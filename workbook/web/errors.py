"""Turn failures into pages that need no session, and into log lines without anyone's words."""

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from jinja2 import Environment
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.status_codes import (
    HTTP_400_BAD_REQUEST,
    HTTP_401_UNAUTHORIZED,
    HTTP_403_FORBIDDEN,
    HTTP_404_NOT_FOUND,
    HTTP_405_METHOD_NOT_ALLOWED,
    HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    HTTP_422_UNPROCESSABLE_ENTITY,
    HTTP_429_TOO_MANY_REQUESTS,
    HTTP_500_INTERNAL_SERVER_ERROR,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from workbook.errors import ServiceError
from workbook.web.frame import Frame
from workbook.web.responses import page

log = structlog.get_logger()

AnyRequest = Request[Any, Any, Any]
ErrorPages = dict[int | type[Exception], Callable[..., Response[str]]]


class ErrorPage(msgspec.Struct, frozen=True):
    """What error.html shows; the `reference` finds the line in the log."""

    heading: str
    message: str
    reference: str = ""


BROKEN = ErrorPage(
    "Sorry, there is a problem with the service",
    "Try again later. What you saved before is kept.",
)
NOT_UNDERSTOOD = ErrorPage(
    "The service could not read what was sent", "Go back, check what you entered and try again."
)
PAGES: Mapping[int, ErrorPage] = MappingProxyType(
    {
        HTTP_400_BAD_REQUEST: NOT_UNDERSTOOD,
        HTTP_401_UNAUTHORIZED: ErrorPage(
            "Sign in to carry on", "You need to sign in to see this page."
        ),
        HTTP_403_FORBIDDEN: ErrorPage(
            "You cannot do this", "Ask your team manager if you need to do this for your work."
        ),
        HTTP_404_NOT_FOUND: ErrorPage(
            "Page not found",
            "If you typed the web address, check it is correct. If you pasted it, check you copied "
            "all of it.",
        ),
        HTTP_405_METHOD_NOT_ALLOWED: ErrorPage(
            "This page cannot be used that way", "Go back and use the button on the page."
        ),
        HTTP_413_REQUEST_ENTITY_TOO_LARGE: ErrorPage(
            "That is too large to save", "Go back and save it in smaller parts."
        ),
        HTTP_422_UNPROCESSABLE_ENTITY: NOT_UNDERSTOOD,
        HTTP_429_TOO_MANY_REQUESTS: ErrorPage(
            "Too many tries", "Wait a few minutes and try again."
        ),
        HTTP_500_INTERNAL_SERVER_ERROR: BROKEN,
        HTTP_503_SERVICE_UNAVAILABLE: ErrorPage(
            "Sorry, the service is busy", "Try again in a moment. What you saved before is kept."
        ),
    }
)


def error_pages(environment: Environment, *, council: str, service: str, assets: str) -> ErrorPages:
    """Make the application's exception handlers.

    They know no session: an unknown address is answered before there is one. A failure that
    a lower package raises without knowing about pages is added to the mapping where the
    application is put together.
    """

    def show(shown: ErrorPage, status: int) -> Response[str]:
        frame = Frame(council, service, shown.heading, assets=assets)
        return page(environment, "workbook/web/error.html", status=status, page=shown, frame=frame)

    def show_service_error(request: AnyRequest, error: ServiceError) -> Response[str]:
        """Show the one page that all expected failures share."""
        facts = {"error": type(error).__name__, "status": error.status} | _where(request)
        log.info("service_error", **(error.detail | facts))
        return show(ErrorPage(error.heading, error.message), error.status)

    def show_http_error(request: AnyRequest, error: HTTPException) -> Response[str]:
        """Show the framework's own refusals; their detail may quote what was sent, so it goes."""
        status = error.status_code
        if status >= HTTP_500_INTERNAL_SERVER_ERROR:
            return show_broken(request, error)
        log.info("http_error", error=type(error).__name__, status=status, **_where(request))
        response = show(PAGES.get(status, NOT_UNDERSTOOD), status)
        if status == HTTP_405_METHOD_NOT_ALLOWED and (allow := (error.headers or {}).get("Allow")):
            response.headers["Allow"] = allow
        return response

    def show_broken(request: AnyRequest, error: Exception) -> Response[str]:
        """Show that something is wrong with us, and a reference to find it by.

        Neither the exception's words nor its values are logged: database errors quote whole rows.
        """
        status = getattr(error, "status_code", HTTP_500_INTERNAL_SERVER_ERROR)
        shown = msgspec.structs.replace(PAGES.get(status, BROKEN), reference=uuid4().hex)
        log.error(
            "unexpected_error",
            error=type(error).__name__,
            status=status,
            request_id=shown.reference,
            place=_place(error),
            **_where(request),
        )
        return show(shown, status)

    return {
        ServiceError: show_service_error,
        HTTPException: show_http_error,
        Exception: show_broken,
    }


def _where(request: AnyRequest) -> dict[str, str]:
    """Name the route by its template: an address may hold what a person typed."""
    return {"method": request.method, "route": str(request.scope.get("path_template", ""))}


def _place(error: Exception) -> str:
    """Say the file and line that raised, without any of its values."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
