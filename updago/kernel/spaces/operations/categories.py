"""Categories: a tree whose nodes know their path."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select, update

from updago.kernel.db.counters import bump
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid
from updago.kernel.events import publish
from updago.kernel.i18n import _
from updago.kernel.spaces.events import CategoryChanged
from updago.kernel.spaces.models import Category, Course
from updago.kernel.spaces.operations.common import (
    NO_TEXT,
    must_get,
    named,
    placed,
    renumber,
    table_of,
)
from updago.kernel.spaces.tree import COUNTER
from updago.kernel.text import RichText

PATH_LIMIT: Final = 400
CIRCLE: Final = _("A category cannot be moved into itself or below itself.")
NOT_EMPTY: Final = _("This category is not empty. Move or delete its courses and categories first.")
TOO_DEEP: Final = _("Categories cannot be nested any deeper.")


@operation("core.category.create")
def create_category(
    act: Act,
    *,
    name: str,
    parent_id: int | None = None,
    code: str = "",
    description: RichText = NO_TEXT,
    is_hidden: bool = False,
) -> Category:
    """Add a category at the end of its parent's (None: of the root). Raises NotFound, Invalid."""
    parent = None if parent_id is None else must_get(act, Category, parent_id)
    category = act.add(
        Category(
            parent_id=parent_id,
            name=named(name),
            code=code.strip(),
            description=description,
            is_hidden=is_hidden,
            position=len(_children(act, parent_id)),
        )
    )
    category.path = _path(parent, category.id)
    _changed(act, category, "created")
    return category


@operation("core.category.edit")
def edit_category(
    act: Act,
    *,
    category_id: int,
    version: int,
    name: str,
    code: str = "",
    description: RichText = NO_TEXT,
    is_hidden: bool = False,
) -> Category:
    """Change what a category says of itself. Raises NotFound, Conflict, Invalid."""
    category = must_get(act, Category, category_id, version)
    category.name, category.code = named(name), code.strip()
    category.description = description
    if category.is_hidden != is_hidden:
        category.is_hidden = is_hidden
        _touch_courses(act, category.path)
    _changed(act, category, "edited")
    return category


@operation("core.category.move")
def move_category(
    act: Act, *, category_id: int, parent_id: int | None, position: int | None = None
) -> Category:
    """Put a category below another (None: at the root) at `position`, with all below it.

    Raises NotFound; Invalid when it would come to stand below itself.
    """
    category = must_get(act, Category, category_id)
    parent = None if parent_id is None else must_get(act, Category, parent_id)
    if parent is not None and parent.path.startswith(category.path):
        raise Invalid(CIRCLE, field="parent_id")
    old_parent, old_path = category.parent_id, category.path
    category.parent_id = parent_id
    act.session.flush()
    renumber(act.session, Category, placed(_children(act, parent_id), category.id, position))
    if old_parent != parent_id:
        renumber(act.session, Category, _children(act, old_parent))
        _move_paths(act, category, old_path, _path(parent, category.id))
    _changed(act, category, "moved")
    return category


@operation("core.category.delete")
def delete_category(act: Act, *, category_id: int) -> None:
    """Delete an empty category. Raises NotFound; Invalid when anything is left in it.

    Deleted courses count as well: they can be brought back to where they were.
    """
    category = must_get(act, Category, category_id)
    course = act.session.scalar(select(Course.id).where(Course.category_id == category_id).limit(1))
    if course is not None or _children(act, category_id):
        raise Invalid(NOT_EMPTY)
    act.delete(category)
    act.session.flush()
    renumber(act.session, Category, _children(act, category.parent_id))
    _changed(act, category, "deleted")


def _children(act: Act, parent_id: int | None) -> list[int]:
    ordered = (
        select(Category.id)
        .where(Category.parent_id.is_not_distinct_from(parent_id), Category.deleted_at.is_(None))
        .order_by(Category.position, Category.id)
    )
    return list(act.session.scalars(ordered))


def _path(parent: Category | None, key: int) -> str:
    path = f"{'' if parent is None else parent.path}{key}/"
    if len(path) > PATH_LIMIT:
        raise Invalid(TOO_DEEP, field="parent_id")
    return path


def _move_paths(act: Act, category: Category, old: str, new: str) -> None:
    below = select(Category).where(Category.path.startswith(old, autoescape=True))
    for node in act.session.scalars(below):
        path = new + node.path.removeprefix(old)
        if len(path) > PATH_LIMIT:
            raise Invalid(TOO_DEEP, field="parent_id")
        node.path = path
    category.path = new
    _touch_courses(act, new)


def _touch_courses(act: Act, path: str) -> None:
    """Courses carry the path and its gates in their trees: read them again."""
    act.session.flush()
    courses = table_of(Course)
    below = select(Category.id).where(Category.path.startswith(path, autoescape=True))
    act.session.execute(
        update(courses)
        .where(courses.c.category_id.in_(below))
        .values(structure_version=courses.c.structure_version + 1)
    )


def _changed(act: Act, category: Category, action: str) -> None:
    bump(act.session, COUNTER)
    publish(act, CategoryChanged(category.id, action))
