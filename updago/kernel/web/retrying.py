"""Trying again: a request whose transaction lost a race is run anew, with the same body."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final

from pyramid_retry import RetryableExecutionPolicy

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.response import Response

ATTEMPTS: Final = 3
SEEKABLE: Final = "webob.is_body_seekable"


def execution_policy() -> Callable[[MutableMapping[str, Any], Any], Response]:
    """Up to three attempts; a body that the server has in a file already is not copied."""
    retry = RetryableExecutionPolicy(ATTEMPTS)

    def run(environ: MutableMapping[str, Any], router: Any) -> Response:
        stream = environ["wsgi.input"]
        environ[SEEKABLE] = bool(hasattr(stream, "seekable") and stream.seekable())
        return retry(environ, router)

    return run


def includeme(config: Configurator) -> None:
    """Install the policy."""
    config.set_execution_policy(execution_policy())
