"""The entry point of web servers: `updago.wsgi:make_app` gives one application a process."""

from __future__ import annotations

import atexit
import warnings
from collections.abc import Callable
from typing import Any


def make_app() -> Callable[..., Any]:
    """Build the site of the environment's settings, with its background work.

    Raises StartError with one sentence.
    """
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    from updago.kernel.app import build_app, build_site
    from updago.kernel.db import migrate
    from updago.kernel.web.collecting import keep_what_was_built
    from updago.kernel.web.logs import log_to_stderr

    log_to_stderr()
    site = build_site()
    migrate.refuse_if_behind(site)
    app = build_app(site)
    site.tasks.start()
    atexit.register(site.close)
    keep_what_was_built()
    return app
