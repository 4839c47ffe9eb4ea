"""`updago serve`: one process with threads, or several processes."""

from __future__ import annotations

import argparse
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.app import build_app
from updago.kernel.db import migrate
from updago.kernel.errors import StartError, Unavailable
from updago.kernel.web.collecting import keep_what_was_built
from updago.kernel.web.limits import FORM_BYTES
from updago.kernel.web.logs import log_to_stderr

if TYPE_CHECKING:
    from updago.kernel.app import Site

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 6543
THREADS: Final = 8
# Of each of several processes: more of them take turns at one interpreter, and memory.
THREADS_EACH: Final = 4
STOP_SECONDS: Final = 10
CONNECTIONS: Final = 500
LAST_PORT: Final = 65_535


def serve(site: Site, arguments: argparse.Namespace) -> None:
    """Serve until a signal ends it; the address is printed once it answers.

    Raises StartError when the database is behind, Unavailable when the port is taken.
    """
    if not 0 <= arguments.port <= LAST_PORT:
        raise StartError("The port ${port} does not exist.", {"port": arguments.port})
    migrate.refuse_if_behind(site)
    if arguments.workers > 1:
        _serve_processes(arguments.host, arguments.port, arguments.workers)
    else:
        _serve_threads(site, arguments.host, arguments.port)


def _serve_threads(site: Site, host: str, port: int) -> None:
    from waitress.server import create_server

    listening = _listen(host, port)
    log_to_stderr()
    most = int(site.state.setting("upload_max_bytes")) + FORM_BYTES
    server: Any = create_server(
        build_app(site),
        sockets=[listening],
        threads=THREADS,
        ident="",
        connection_limit=CONNECTIONS,
        max_request_body_size=most,
        url_scheme="https" if site.settings.base_url.startswith("https:") else "http",
        **_behind(site.settings["trusted_proxy"]),
    )
    signal.signal(signal.SIGTERM, _end)
    site.tasks.start()
    keep_what_was_built()
    announce(host, listening.getsockname()[1])
    try:
        server.run()
    finally:
        server.close()


def _serve_processes(host: str, port: int, workers: int) -> None:
    try:
        from granian.constants import Interfaces
        from granian.server import Server
    except ImportError as error:
        raise StartError(
            "Several processes need granian: install updago[scale], or leave --workers out."
        ) from error
    port = port or free_port(host)
    announce(host, port)
    Server(
        "updago.wsgi:make_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS_EACH,
        factory=True,
        log_access=False,
        # A worker that dies is replaced; otherwise the others would end with it.
        respawn_failed_workers=True,
        # One that is told to end while it starts does not hear it.
        workers_kill_timeout=STOP_SECONDS,
    ).serve()


def announce(host: str, port: int) -> None:
    """Print the address in one line."""
    name = f"[{host}]" if ":" in host else host
    # Scripts read the address from the real output, which commands leave alone while they run;
    # people's terminals show the other.
    for stream in filter(None, (sys.__stdout__, sys.stderr)):
        stream.write(f"http://{name}:{port}\n")
        stream.flush()


def free_port(host: str) -> int:
    """A port that nobody listens on now."""
    with _listen(host, 0) as probe:
        port: int = probe.getsockname()[1]
        return port


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise Unavailable(
            "The address ${host}:${port} cannot be used: ${cause}. Choose another with --port.",
            {"host": host, "port": port, "cause": error.strerror or error},
        ) from error
    return listening


def _behind(proxy: str) -> dict[str, Any]:
    """Believe what this proxy says of the client, and nobody else."""
    if not proxy:
        return {}
    names = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    return {"trusted_proxy": proxy, "trusted_proxy_headers": names}


def _end(*_: object) -> None:
    raise SystemExit(0)
