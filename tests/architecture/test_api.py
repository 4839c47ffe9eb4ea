"""What plugins may use is frozen: a change of `updago.api` is seen, and made on purpose."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import updago.api

SNAPSHOT = Path(__file__).parent / "api.json"


def test_the_open_interface_is_the_one_that_was_promised() -> None:
    """After a change on purpose: write `api_now()` to the snapshot, and say so in the changelog."""
    promised = json.loads(SNAPSHOT.read_text())
    now = api_now()

    gone = {
        topic: sorted(set(names) - set(now.get(topic, ())))
        for topic, names in promised.items()
        if set(names) - set(now.get(topic, ()))
    }
    assert not gone, f"plugins would break without {gone}"
    assert now == promised


def test_every_name_of_the_interface_exists() -> None:
    for topic, names in api_now().items():
        module = import_module(f"updago.api.{topic}")
        missing = [name for name in names if not hasattr(module, name)]
        assert not missing, f"updago.api.{topic}: {missing}"


def api_now() -> dict[str, list[str]]:
    """Topic → the names it opens."""
    topics = sorted(module.name for module in iter_modules(updago.api.__path__))
    return {topic: sorted(import_module(f"updago.api.{topic}").__all__) for topic in topics}
