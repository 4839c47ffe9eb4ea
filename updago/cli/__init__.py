"""The command `updago`: nouns and verbs of the kernel and of the installed plugins."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit status: 0 done, 1 refused or failed, 2 wrong usage."""
    # The web framework still loads a library that announces its own end on each start.
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    from updago.cli.running import run

    return run(sys.argv[1:] if argv is None else argv)
