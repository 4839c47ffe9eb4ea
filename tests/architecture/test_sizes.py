from __future__ import annotations

import ast
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.architecture.conftest import Checkout

LARGEST_FILE = 500
USUAL_FILE = 300
MEDIAN_FILE = 120
USUAL_FUNCTION = 40
SHARE = 0.95


def file_lengths(checkout: Checkout) -> dict[str, int]:
    """Lines of each module; a package's empty first file is no module."""
    lengths = {
        checkout.name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in checkout.files(".py", "updago", "plugins", "tests", "tools")
    }
    return {name: length for name, length in lengths.items() if length > 3}


def function_lengths(checkout: Checkout) -> dict[str, int]:
    """Lines of each function, decorators apart."""
    return {
        f"{name}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name, tree in checkout.modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def share_under(lengths: dict[str, int], limit: int) -> float:
    """The share of lengths below a limit."""
    return sum(length < limit for length in lengths.values()) / len(lengths)


def longest(lengths: dict[str, int]) -> list[tuple[str, int]]:
    """The ten longest, for the message of a failure."""
    return sorted(lengths.items(), key=lambda item: -item[1])[:10]


def test_no_file_is_over_five_hundred_lines(checkout: Checkout) -> None:
    too_long = {n: size for n, size in file_lengths(checkout).items() if size > LARGEST_FILE}
    assert not too_long


def test_nearly_all_files_are_under_three_hundred_lines(checkout: Checkout) -> None:
    lengths = file_lengths(checkout)
    assert share_under(lengths, USUAL_FILE) >= SHARE, longest(lengths)


def test_the_median_file_is_short(checkout: Checkout) -> None:
    assert median(file_lengths(checkout).values()) <= MEDIAN_FILE


def test_nearly_all_functions_are_under_forty_lines(checkout: Checkout) -> None:
    lengths = function_lengths(checkout)
    assert share_under(lengths, USUAL_FUNCTION) >= SHARE, longest(lengths)
