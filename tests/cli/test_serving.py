from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from updago.cli.serving import _behind, free_port, serve
from updago.kernel.app import Site
from updago.kernel.db import migrate
from updago.kernel.errors import StartError, Unavailable

Start = Callable[..., tuple[str, "subprocess.Popen[str]"]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """A function that starts the real command and gives its address."""
    environ = {**os.environ, "UPDAGO_DATA_DIR": str(tmp_path), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "updago.cli"]
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> tuple[str, subprocess.Popen[str]]:
        process = subprocess.Popen(
            [*command, "serve", "--port", "0", *arguments],
            env=environ,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.match(r"http://127\.0\.0\.1:\d+$", line.strip()):
                return found[0], process
        raise AssertionError("the server told no address")

    subprocess.run([*command, "upgrade"], env=environ, check=True, capture_output=True)
    yield begin
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


def test_a_free_port_is_taken_and_told(start: Start) -> None:
    address, process = start()
    with urllib.request.urlopen(f"{address}/readyz", timeout=30) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_a_port_that_is_taken_is_said_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "refuse_if_behind", lambda _: None)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        arguments = argparse.Namespace(host="127.0.0.1", port=port, workers=1)
        with pytest.raises(Unavailable, match=str(port)):
            serve(site, arguments)


def test_a_port_that_does_not_exist_is_refused(site: Site) -> None:
    with pytest.raises(StartError):
        serve(site, argparse.Namespace(host="127.0.0.1", port=70_000, workers=1))


def test_a_free_port_is_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", free_port("127.0.0.1")))


def test_a_proxy_is_believed_when_it_is_named() -> None:
    assert _behind("") == {}
    trusted = _behind("10.0.0.1")
    assert trusted["trusted_proxy"] == "10.0.0.1"
    assert "x-forwarded-for" in trusted["trusted_proxy_headers"]
