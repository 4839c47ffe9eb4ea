"""The commands of a checkout, with nothing but Python: ``python3 tools/bootstrap.py TARGET``.

The Makefile calls this script; where make is missing it is called by hand. It must parse on old
versions of Python, to tell them so.
"""

from __future__ import annotations

import os
import shutil
import sys

OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11")


def main() -> int:
    """Run one target of :mod:`tools.targets`, with a Python that is new enough."""
    if sys.version_info < OLDEST:
        return use_newer_python()
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from tools import targets

    return targets.run(sys.argv[1:])


def use_newer_python() -> int:
    """Start again with the newest Python on the path, or say what is missing."""
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])
    print("UPdago needs Python %d.%d or newer." % OLDEST, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
