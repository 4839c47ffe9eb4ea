"""`python -m updago.cli`: the command without its script."""

from __future__ import annotations

import sys

from updago.cli import main

if __name__ == "__main__":
    sys.exit(main())
