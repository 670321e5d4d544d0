"""Log set-up. Ids only: a key that is not on the list never reaches the log."""

import logging
import sys

import structlog

ALLOWED_KEYS = frozenset(
    {
        "event", "level", "timestamp", "error", "status", "method", "route", "request_id",
        "family_id", "entry_id", "worker_id", "session_id", "document_id", "discussion_id",
        "module", "section", "place", "seconds", "count", "sqlstate", "port", "report",
    }
)  # fmt: skip


def keep_allowed_keys(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Drop every key that is not allowed, so that nothing a person wrote can be logged."""
    return {key: value for key, value in event.items() if key in ALLOWED_KEYS}


def set_up_logs(*, quiet: bool = False) -> None:
    """Write one JSON line for each event to standard error; when quiet, only what is wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_allowed_keys,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.WARNING if quiet else logging.INFO
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
