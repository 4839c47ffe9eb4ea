"""What an import remembers for those who are adopted later: which old id is which of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugins.moodle_import.making.state import State


def remembered(state: State) -> dict[str, Any]:
    """The ids and addresses of a finished import as JSON values."""
    addresses = state.addresses
    return {
        "wwwroot": addresses.wwwroot,
        "old_course": addresses.old_course_id,
        "course": addresses.course,
        "with_people": state.with_people,
        "sections": addresses.sections,
        "modules": addresses.modules,
        "instances": [[*key, address] for key, address in addresses.instances.items()],
        "discussions": addresses.discussions,
        "people": state.people,
        "groups": state.groups,
        "groupings": state.groupings,
        "activities": state.activities,
        "contexts": state.context_modules,
    }


def recall(state: State, memory: Mapping[str, Any]) -> None:
    """Fill a new state with what was remembered; an import that remembers nothing leaves it so."""
    addresses = state.addresses
    addresses.course = memory.get("course", "")
    addresses.sections.update(_by_number(memory.get("sections", {})))
    addresses.modules.update(_by_number(memory.get("modules", {})))
    addresses.discussions.update(_by_number(memory.get("discussions", {})))
    for kind, key, address in memory.get("instances", ()):
        addresses.instances[kind, key] = address
    state.people.update(_by_number(memory.get("people", {})))
    state.groups.update(_by_number(memory.get("groups", {})))
    state.groupings.update(_by_number(memory.get("groupings", {})))
    state.activities.update(_by_number(memory.get("activities", {})))
    state.context_modules.update(_by_number(memory.get("contexts", {})))


def _by_number(found: Mapping[str, Any]) -> dict[int, Any]:
    """JSON has texts for keys."""
    return {int(key): value for key, value in found.items()}
