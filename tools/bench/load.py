"""Driving a server: one client for times, eight connections for throughput, CPU from /proc."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CONNECTIONS: Final = 8
SECONDS: Final = 5
SINGLE: Final = 60
TICKS: Final = os.sysconf("SC_CLK_TCK")
FILES: Final = re.compile(r'(?:src|href)="(/[^"?]*\.(?:css|js|svg|woff2|png|webp)(?:#[^"]*)?)"')
SCRIPT: Final = """
local cookies = {%s}
local n = 0
request = function()
  n = n + 1
  wrk.headers["Cookie"] = cookies[n %% #cookies + 1]
  wrk.headers["Accept-Encoding"] = "br"
  return wrk.format("GET", nil)
end
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One page: milliseconds for one client, requests a second, CPU ms a request, bytes sent."""

    median: float
    p95: float
    rate: float
    cpu: float
    wire: int
    failures: int


def measure(port: int, path: str, cookies: Sequence[str], group: int) -> Figures:
    """Measure one address of a server whose processes are in the group; warms it up first."""
    times, wire = _single(port, path, cookies)
    before = cpu_seconds(group)
    rate, number, failures = _throughput(port, path, cookies)
    cpu = (cpu_seconds(group) - before) * 1000 / max(number, 1)
    ordered = sorted(times)
    return Figures(
        median=statistics.median(ordered),
        p95=ordered[int(len(ordered) * 0.95)],
        rate=rate,
        cpu=cpu,
        wire=wire,
        failures=failures,
    )


def _single(port: int, path: str, cookies: Sequence[str]) -> tuple[list[float], int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times, wire = [], 0
    for number in range(SINGLE + len(cookies)):
        headers = {"Accept-Encoding": "br"}
        if cookies:
            headers["Cookie"] = cookies[number % len(cookies)]
        start = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{path} answered {response.status}")
        wire = len(body) + len(str(response.headers))
        if number >= len(cookies):
            times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return times, wire


def _throughput(port: int, path: str, cookies: Sequence[str]) -> tuple[float, int, int]:
    wrk = shutil.which("wrk")
    if wrk is None:
        raise RuntimeError("The throughput is measured with wrk: install it, then try again.")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "cookies.lua"
        script.write_text(SCRIPT % ", ".join(f'"{cookie}"' for cookie in cookies or ("x=1",)))
        address = f"http://127.0.0.1:{port}{path}"
        command = [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), address]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", answer)
    number = re.search(r"(\d+) requests in", answer)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", answer)
    if rate is None or number is None:
        raise RuntimeError(f"wrk said nothing about {path}: {answer}")
    return float(rate[1]), int(number[1]), int(failed[1]) if failed else 0


def one_visit(port: int, path: str, cookie: str) -> float:
    """The time of one request in ms."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "br", "Cookie": cookie})
    response = connection.getresponse()
    response.read()
    spent = (time.perf_counter() - start) * 1000
    connection.close()
    if response.status != http.client.OK:
        raise RuntimeError(f"{path} answered {response.status}")
    return spent


def first_visit(port: int, path: str, cookie: str) -> int:
    """Bytes on the wire of a page and of all files of the site that it names, as sent by it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Accept-Encoding": "br", "Cookie": cookie}
    connection.request("GET", path, headers={**headers, "Accept-Encoding": "identity"})
    page = connection.getresponse().read().decode()
    named = {found.partition("#")[0] for found in FILES.findall(page)}
    total = 0
    for address in (path, *sorted(named)):
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        total += len(response.read()) + len(str(response.headers))
    connection.close()
    return total


def cpu_seconds(group: int) -> float:
    """User and system time of all processes of a group, their dead children included."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += sum(int(fields[place]) for place in (11, 12, 13, 14))
    return total / TICKS


def memory_mb(group: int) -> float:
    """The largest resident memory of one process of a group, in MB."""
    most = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[2]) == group:
                most = max(most, int((stat.parent / "statm").read_text().split()[1]))
        except OSError:
            continue
    return most * os.sysconf("SC_PAGE_SIZE") / 2**20
