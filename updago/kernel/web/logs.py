"""Logging: one line of JSON an event, whatever the text in it; no values of variables."""

from __future__ import annotations

import json
import logging
from typing import Any

import structlog


def logger(name: str) -> Any:
    """A logger of events with named facts: `log.error("disk full", request=request.uid)`.

    It writes through the standard library. Line breaks in facts are escaped, so that nobody forges
    a line (CWE-117); tracebacks show the code, not what its variables held.
    """
    return structlog.wrap_logger(
        logging.getLogger(name),
        wrapper_class=structlog.stdlib.BoundLogger,
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        cache_logger_on_first_use=True,
    )


class OneLine(logging.Formatter):
    """What the standard library logs, as JSON with a time; events of `logger` stay JSON inside."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        message = record.getMessage()
        facts: dict[str, Any] = {"at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")}
        try:
            facts |= json.loads(message)
        except ValueError:
            facts |= {"event": message, "level": record.levelname.lower(), "logger": record.name}
        except TypeError:
            facts["event"] = message
        if record.exc_info:
            facts["exception"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False)


def log_to_stderr(level: int = logging.INFO) -> None:
    """Write all logs of the process as lines of JSON to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
