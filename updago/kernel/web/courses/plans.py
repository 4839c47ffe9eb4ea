"""What the pages of a course show alike to all who stand in it alike, kept by every process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from updago.kernel.spaces.structure import CourseStructure

V = TypeVar("V")

SIZE: Final = 512


@dataclass(frozen=True, slots=True)
class _Entry(Generic[V]):
    structure: CourseStructure
    value: V


class Plans(Generic[V]):
    """The most recently used values, each made from one tree of a course for one standing.

    A value serves as long as its course has the very tree it was made from: a change of the
    course, which makes a new tree, needs no other word.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[int, Hashable], _Entry[V]] = OrderedDict()

    def get(self, course: CourseStructure, standing: Hashable, make: Callable[[], V]) -> V:
        """The value for a tree and a standing; `make()` is called when there is none."""
        key = (course.id, standing)
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None and entry.structure is course:
                self._entries.move_to_end(key)
                return entry.value
        value = make()
        with self._lock:
            self._entries[key] = _Entry(course, value)
            self._entries.move_to_end(key)
            while len(self._entries) > self._size:
                self._entries.popitem(last=False)
        return value
