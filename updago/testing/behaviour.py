"""Contracts: what every activity type, block type, file area, archive part and table does.

A test module runs them with `class TestBehaviour(BehaviourContracts): pass`; those who have none of
a kind of declaration pass its tests at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import pytest
from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapper

from updago.kernel.app import Site
from updago.kernel.blocks.declarations import BlockType
from updago.kernel.blocks.operations import add_block
from updago.kernel.db.base import Base
from updago.kernel.db.types import RichTextType
from updago.kernel.errors import UpdagoError
from updago.kernel.files.declarations import FileArea
from updago.kernel.files.operations import Shelf, Upload, add_file
from updago.kernel.plugins.manager import KERNEL
from updago.kernel.plugins.operations import disable_plugin
from updago.kernel.ports.backup import BackupPart, ForeignImporter, ForeignRecord
from updago.kernel.spaces import operations
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.models import Activity
from updago.kernel.text import RichText
from updago.kernel.web.courses.areas import CATEGORY_TEXT, COURSE_TEXT
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.samples import TEXT, sample_data, upload
from updago.testing.web import Client

# The catalogue shows these to everybody.
PUBLIC_AREAS: Final = {CATEGORY_TEXT, COURSE_TEXT}
TEXTS: Final = (String, Text, JSON, RichTextType)


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file of an archive."""

    upload: Upload
    path: str = ""
    author: str = ""
    licence: str = ""


class SampleLoading:
    """An import in which everybody is known and each area holds one file."""

    def __init__(self, site: Site, person_id: int) -> None:
        self._site = site
        self._person_id = person_id

    def person(self, old: str) -> int | None:
        return self._person_id if old else None

    def group(self, old: str) -> int | None:
        return None

    def text(self, html: str, text_format: str, area: str, item: str) -> RichText:
        return RichText.of(html)

    def files(self, area: str, item: str) -> Sequence[SampleFile]:
        return (SampleFile(upload(self._site)),)

    def made(self, kind: str, old: str, address: str) -> None:
        """Nothing follows it."""

    def differs(self, sentence: str, mapping: Mapping[str, object] | None = None) -> None:
        """Nobody reads it."""


class BehaviourContracts:
    """Each test takes all declarations of a kind through their life."""

    @pytest.fixture(autouse=True)
    def _course(self, app: Client) -> None:
        self.app, self.site = app, app.site
        self.spaces, people = Spaces(app.site), People(app.site)
        self.teacher: Someone = people.manager()
        self.stranger: Someone = people.person()
        self.course: MadeCourse = self.spaces.course()

    def kinds(self) -> Iterator[tuple[ActivityType, int]]:
        """Every activity type, and the id of a sample of it."""
        for kind in self.site.declared(ActivityType).values():
            with self.site.acting(self.teacher.id) as act:
                made = operations.create_activity(
                    act,
                    course_id=self.course.id,
                    section_id=self.course.section_ids[1],
                    type=kind.name,
                    name=f"Un exemple de {kind.name}",
                    intro=RichText.of(f"<p>{TEXT}</p>"),
                    data=sample_data(self.site, kind),
                )
                key = made.id
            yield kind, key

    def stored(self, kind: ActivityType, key: int) -> Mapping[str, Any]:
        """What the form of an activity shows."""
        with self.site.database.reading() as session:
            return dict(kind.initial(session, key)) if kind.initial else {}

    def do(self, operation: Callable[..., Any], **values: Any) -> int:
        """One operation of the teacher; the id of what it returns, or 0."""
        with self.site.acting(self.teacher.id) as act:
            return int(getattr(operation(act, **values), "id", 0))

    def has(self, key: int) -> bool:
        """Whether the course holds an activity now."""
        return key in self.spaces.structure(self.course.id).by_id

    def test_an_activity_saved_as_it_is_stays_as_it_is(self) -> None:
        for kind, key in self.kinds():
            before = self.stored(kind, key)
            self.do(
                operations.edit_activity,
                activity_id=key, name="Autrement", intro=RichText(), data=before,
            )  # fmt: skip
            assert self.stored(kind, key) == before, kind.name

    def test_a_duplicate_is_the_same_and_goes_its_own_way(self) -> None:
        for kind, key in self.kinds():
            if kind.copy is None:
                continue
            copy = self.do(operations.duplicate_activity, activity_id=key)
            assert copy != key
            assert self.stored(kind, copy) == self.stored(kind, key), kind.name
            self.do(operations.delete_activity, activity_id=copy)
            assert self.has(key), kind.name

    def test_a_deleted_activity_comes_back_as_it_was(self) -> None:
        for kind, key in self.kinds():
            before = self.stored(kind, key)
            self.do(operations.delete_activity, activity_id=key)
            assert not self.has(key), kind.name
            self.do(operations.restore_activity, activity_id=key)
            assert self.has(key), kind.name
            assert self.stored(kind, key) == before, kind.name

    def test_the_form_of_an_activity_shows_and_saves_what_is_stored(self) -> None:
        self.app.sign_in(self.teacher.id)
        for kind, key in self.kinds():
            page = self.app.get(f"/activities/{key}/edit")
            form = next(f for f in page.forms.values() if f.action.endswith("/edit"))
            before = self.stored(kind, key)
            assert form.submit().status_int == 303, kind.name  # noqa: PLR2004 - See Other
            assert self.stored(kind, key) == before, kind.name

    def test_without_its_plugin_an_activity_waits(self) -> None:
        self.app.sign_in(self.teacher.id)
        for kind, key in list(self.kinds()):
            owner = self.site.declared(ActivityType).owner(kind.name)
            if owner == KERNEL or self.site.plugins.plugins[owner].manifest.essential:
                continue
            with self.site.acting() as act:
                disable_plugin(act, self.site.plugins, name=owner)
            self.app.get(f"/courses/{self.course.id}", status=200)
            self.app.get(f"/activities/{key}", status=200)
            if kind.view_route is not None:
                page = self.app.wsgi.registry["pages"].pages[kind.view_route]  # type: ignore[attr-defined]
                self.app.get(page.pattern.replace("{activity_id}", str(key)), status=404)

    def test_what_is_dumped_loads_as_it_was(self) -> None:
        samples = {kind.name: key for kind, key in self.kinds()}
        for part in self.site.declared(BackupPart).values():
            with self.site.database.reading() as session:
                before = part.dump(session, samples[part.activity_type])
            values = json.loads(json.dumps(before))
            key = self._loaded(part.activity_type, lambda act, row, v=values, p=part: p.load(
                act, row, v, SampleLoading(self.site, self.teacher.id)
            ))  # fmt: skip
            with self.site.database.reading() as session:
                assert part.dump(session, key) == before, part.name

    def test_an_empty_record_of_another_system_is_refused_or_taken(self) -> None:
        for importer in self.site.declared(ForeignImporter).values():
            system, _, kind = importer.name.partition(":")
            record = ForeignRecord(system, kind, {})
            loading = SampleLoading(self.site, self.teacher.id)
            with suppress(UpdagoError):
                self._loaded(
                    importer.activity_type,
                    lambda act, row, i=importer, r=record, x=loading: i.load(act, row, r, x),
                )

    def _loaded(self, kind: str, load: Callable[..., None]) -> int:
        """The id of an activity whose own row a loader writes."""
        key = self.spaces.activity(self.course.id, type=kind)
        with self.site.acting(self.teacher.id) as act:
            load(act, act.session.get_one(Activity, key))
        return key

    def test_blocks_without_options_show_something_or_nothing(self) -> None:
        self.app.sign_in(self.teacher.id)
        for kind in self.site.declared(BlockType).values():
            if "course" not in kind.pages:
                continue
            with self.site.acting(self.teacher.id) as act:
                add_block(act, kind.name, level="course", object_id=self.course.id)
            self.app.get(f"/courses/{self.course.id}", status=200)
            owner = self.site.declared(BlockType).owner(kind.name)
            assert self.site.breakers.allows(owner, f"block {kind.name}"), kind.name

    def test_no_area_gives_a_file_to_a_stranger(self) -> None:
        samples = {kind.name: key for kind, key in self.kinds()}
        areas = self.site.declared(FileArea)
        for name in areas:
            if name in PUBLIC_AREAS:
                continue
            owner = areas.owner(name)
            kinds = self.site.declared(ActivityType)
            mine = [key for kind, key in samples.items() if kinds.owner(kind) == owner]
            shelf = Shelf(
                name, self.course.id, mine[0] if mine else next(iter(samples.values())),
                self.course.section_ids[1], self.teacher.id,
            )  # fmt: skip
            with self.site.acting(self.teacher.id) as act:
                file = add_file(act, upload(self.site), shelf)
                path = f"/files/{file.uid}/{file.name}"
            self.app.sign_in(self.stranger.id).get(path, status=404)
            self.app.other().get(path, status=404)

    def test_columns_say_what_they_hold_about_people(self) -> None:
        wrong = [
            f"{table.name}.{column.name}"
            for table in self._tables()
            for column in table.columns
            if isinstance(column.type, TEXTS)
            and not (column.info.get("personal") or column.info.get("impersonal"))
        ]
        assert not wrong

    def test_keys_say_what_happens_when_their_row_goes(self) -> None:
        wrong = [
            f"{table.name}.{key.parent.name}"
            for table in self._tables()
            for key in table.foreign_keys
            if not key.ondelete
        ]
        assert not wrong

    def _tables(self) -> Iterator[Any]:
        packages = tuple(f"{p.package}." for p in self.site.plugins.plugins.values())
        for mapper in Base.registry.mappers:
            if _is_of(mapper, ("updago.kernel.", *packages)):
                yield mapper.local_table


def _is_of(mapper: Mapper[Any], packages: tuple[str, ...]) -> bool:
    return mapper.class_.__module__.startswith(packages)
