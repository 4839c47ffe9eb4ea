"""The real server in a process of its own, and people who send requests to it."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from updago.kernel.app import Site
from updago.testing.web import Client

STOP_SECONDS = 30
FORM = "application/x-www-form-urlencoded"
TOLD = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Answer:
    """What came back; `status` is 0 when the connection broke before."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


class Server:
    """`updago serve` on a free port; `prefix` is put before the command."""

    def __init__(
        self, environ: Mapping[str, str], *arguments: str, prefix: Sequence[str] = ()
    ) -> None:
        command = [*prefix, sys.executable, "-W", "ignore", "-m", "updago.cli", "serve"]
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*command, "--port", "0", *arguments],
            env={**os.environ, **environ},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.address = self._told()
        # A pipe that nobody empties would stop the server.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(
        self,
        path: str,
        cookie: str = "",
        fields: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Answer:
        """Get a page, or post fields; never raises for what the network does."""
        body = None if fields is None else urlencode(fields).encode()
        return self._send(path, cookie, body, FORM, timeout)

    def send_file(self, person: Signed, content: bytes) -> Answer:
        """Send a file as the editor of texts does."""
        head = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'
        body = b"\r\n".join(
            (
                b"--b\r\n" + head.format("csrf_token", "").encode() + person.token.encode(),
                b"--b\r\n" + head.format("file", '; filename="a.bin"').encode() + content,
                b"--b--\r\n",
            )
        )
        return self._send("/files", person.cookie, body, "multipart/form-data; boundary=b", 60)

    def _send(
        self, path: str, cookie: str, body: bytes | None, kind: str, timeout: float
    ) -> Answer:
        headers = {"Cookie": cookie, "Content-Type": kind}
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=timeout)
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            return Answer(answer.status, dict(answer.headers), text)
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """The ids of the processes that answer, when there are several."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = [int(pid) for pid in path.read_text().split()]
        return [pid for pid in found if b"resource_tracker" not in _command(pid)]

    def stop(self) -> None:
        """End it, and raise TimeoutExpired if it does not."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        finally:
            self.process.kill()
            self._reader.join(STOP_SECONDS)
            if self.process.stderr is not None:
                self.process.stderr.close()

    def _told(self) -> str:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)
            if found := TOLD.match(line):
                return found[0]
        raise AssertionError("the server told no address: " + "".join(self.lines))

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.lines.extend(self.process.stderr)


@dataclass(frozen=True)
class Signed:
    """A browser in which somebody is signed in: its cookie, and a token for its forms."""

    cookie: str
    token: str

    @classmethod
    def into(cls, site: Site, person_id: int) -> Signed:
        """Sign a person in, on the database that a server shares with this site."""
        client = Client(site).sign_in(person_id)
        token = client.token()
        return cls("; ".join(f"{part.name}={part.value}" for part in client.cookiejar), token)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b"resource_tracker"  # it has ended: nobody that answers
