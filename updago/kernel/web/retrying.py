"""Trying again: a request whose transaction lost a race is run anew, with the same body.

What still fails at the commit, after the view has answered, is answered with a page as well.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final

from pyramid_retry import RetryableExecutionPolicy, is_error_retryable

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
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


def late_tween(
    handler: Callable[[Request], Response], _registry: object
) -> Callable[[Request], Response]:
    """Show a page for an error that comes when the views are done, unless it is tried again."""

    def tween(request: Request) -> Response:
        try:
            return handler(request)
        except Exception as error:
            if is_error_retryable(request, error):
                raise
            response: Response = request.invoke_exception_view(sys.exc_info())
            return response

    return tween


def includeme(config: Configurator) -> None:
    """Install the policy, and the tween right around the transaction."""
    config.set_execution_policy(execution_policy())
    config.add_tween(
        "updago.kernel.web.retrying.late_tween",
        over="pyramid_tm.tm_tween_factory",
        under="updago.kernel.web.headers.headers_tween",
    )
