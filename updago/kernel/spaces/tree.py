"""The category tree: small, asked by every page of the catalogue, kept until it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from updago.kernel.db.counters import Counter
from updago.kernel.spaces.models import Category, Course
from updago.kernel.spaces.places import CategoryNode, category_place, path_ids

if TYPE_CHECKING:
    from updago.kernel.permissions.oracle import Oracle
    from updago.kernel.plugins.state import SiteState

# Bumped by whatever changes a category, or the courses in one.
COUNTER: Final = "categories"
SEE_COURSES: Final = "category:space:view"


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """All categories that are not deleted, in the order of the tree."""

    nodes: Mapping[int, CategoryNode] = field(default_factory=dict)
    children: Mapping[int | None, tuple[CategoryNode, ...]] = field(default_factory=dict)
    version: int = 0

    def get(self, category_id: int | None) -> CategoryNode | None:
        """The node; None for an unknown id."""
        return None if category_id is None else self.nodes.get(category_id)

    def below(self, category_id: int | None) -> tuple[CategoryNode, ...]:
        """The direct children (None: of the root) in order."""
        return self.children.get(category_id, ())

    def trail(self, category_id: int) -> tuple[CategoryNode, ...]:
        """The way from the root to a category, itself included; empty for an unknown id."""
        node = self.nodes.get(category_id)
        return () if node is None else tuple(self.nodes[key] for key in node.path)

    def visible(self, oracle: Oracle, parent_id: int | None = None) -> tuple[CategoryNode, ...]:
        """The direct children that a person may see."""
        return tuple(
            node for node in self.below(parent_id) if oracle.may(SEE_COURSES, category_place(node))
        )


class CategoryTrees:
    """The tree of one application, read again when its counter has moved."""

    def __init__(self, state: SiteState) -> None:
        self._state = state
        self._tree: CategoryTree | None = None

    def read(self, session: Session) -> CategoryTree:
        """The tree: no query while the counter stands still, else two."""
        tree = self._tree
        if tree is None or tree.version < self._state.counter(COUNTER):
            tree = self._tree = _load(session)
        return tree


def _load(session: Session) -> CategoryTree:
    # The counter comes from the same snapshot as the rows, so that old rows never pass as new.
    version = session.scalar(select(Counter.value).where(Counter.name == COUNTER)) or 0
    counted = (
        select(Course.category_id, func.count().label("courses"))
        .where(Course.deleted_at.is_(None))
        .group_by(Course.category_id)
        .subquery()
    )
    c = Category
    rows = session.execute(
        select(c.id, c.name, c.code, c.parent_id, c.path, c.is_hidden, c.position)
        .add_columns(func.coalesce(counted.c.courses, 0).label("courses"))
        .outerjoin(counted, counted.c.category_id == c.id)
        .where(c.deleted_at.is_(None))
        .order_by(c.parent_id, c.position, c.id)
    ).all()
    hidden = frozenset(row.id for row in rows if row.is_hidden)
    children: dict[int | None, list[CategoryNode]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(_node(row, hidden))
    return CategoryTree(
        nodes={node.id: node for nodes in children.values() for node in nodes},
        children={key: tuple(nodes) for key, nodes in children.items()},
        version=version,
    )


def _node(row: Any, hidden: frozenset[int]) -> CategoryNode:
    path = path_ids(row.path)
    return CategoryNode(
        id=row.id,
        name=row.name,
        code=row.code,
        parent_id=row.parent_id,
        path=path,
        hidden=tuple(key for key in path if key in hidden),
        position=row.position,
        courses=row.courses,
    )
