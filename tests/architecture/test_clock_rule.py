from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.architecture.conftest import Checkout

CLOCK = "updago/kernel/clock.py"
# What reads the wall clock, as the last two names of a call; monotonic time measures durations.
READS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("func", "now"),
    ("func", "current_timestamp"),
    ("func", "current_date"),
}


def call_name(node: ast.Call) -> tuple[str, str] | None:
    """The last two names of ``a.b.c()``, here ``(b, c)``."""
    function = node.func
    if not isinstance(function, ast.Attribute):
        return None
    owner = function.value
    if isinstance(owner, ast.Attribute):
        return owner.attr, function.attr
    return (owner.id, function.attr) if isinstance(owner, ast.Name) else None


def test_only_the_clock_reads_the_time(checkout: Checkout) -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in checkout.product.items()
        if name != CLOCK
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and call_name(node) in READS
    ]
    assert not wrong
