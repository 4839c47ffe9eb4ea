"""What an import put aside is adopted by a plugin that comes later, as if it had been there."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from plugins.moodle_import.making.loading import ActivityLoading
from plugins.moodle_import.models import WAITING_AREA
from plugins.moodle_import.plugin import MoodleImport
from plugins.moodle_import.tests.backups import BackupBuilder
from plugins.moodle_import.tests.conftest import Importing
from plugins.moodle_import.tests.sample import SamplePlugin, Seen
from updago.api.commands import Command, Site
from updago.api.errors import Invalid
from updago.api.files import File, Shelf, add_file, remove_file
from updago.api.operations import Act
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.ports import ForeignImporter, ForeignRecord, Loading
from updago.api.spaces import Activity, ActivityType

PICTURE = b"\x89PNG rock"


class Quizzes(Plugin):
    """A small plugin that takes quizzes."""

    manifest = Manifest("quizzes", "Quizzes", "1.0", "activity")

    def __init__(self) -> None:
        self.seen: list[Seen] = []

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType(
            "quiz", "Quiz", "", "page", "assess", "quizzes.view", save=lambda *_: None
        )

    @hookimpl
    def updago_foreign_importers(self) -> Iterable[ForeignImporter]:
        yield ForeignImporter("moodle2:quiz", "quiz", self.load)

    def load(self, act: Act, activity: Activity, record: ForeignRecord, loading: Loading) -> None:
        seen = Seen(record, activity.id)
        seen.texts["rules"] = loading.text(record.values["rules"], "1", "rules", "0").html
        seen.groups.add(loading.group("7"))
        shelf = Shelf("quizzes.sheet", activity.course_id, activity.id)
        for file in loading.files("sheet", "0"):
            seen.files.append(add_file(act, file.upload, shelf, path=file.path).name)
        self.seen.append(seen)


@pytest.fixture
def quizzes() -> Quizzes:
    return Quizzes()


@pytest.fixture
def late(make_site: Callable[..., Site], quizzes: Quizzes) -> Importing:
    """A site on which the plugin for quizzes is off."""
    sample = SamplePlugin()
    importing = Importing(make_site(MoodleImport(), sample, quizzes), sample)
    told(importing, "plugins disable", name="quizzes")
    return importing


def told(importing: Importing, command: str, **options: Any) -> Any:
    """What a command answers."""
    return importing.site.declared(Command)[command].run(importing.site, Namespace(**options))


def adopted(importing: Importing) -> Any:
    told(importing, "plugins enable", name="quizzes")
    return told(importing, "courses adopt", again=False)


def backup() -> BackupBuilder:
    builder = BackupBuilder()
    builder.parts["groups.xml"] = (
        b'<groups><group id="7"><name>Red</name></group><groupings></groupings></groups>'
    )
    builder.section(None)
    page = builder.activity("page", "Soil")
    link = f"$@PAGEVIEWBYID*{page}@$"
    rules = f'<p><a href="{link}">Soil</a><img src="@@PLUGINFILE@@/rock.png" alt="rock"></p>'
    quiz = builder.activity("quiz", "Test", {"rules": rules, "rulesformat": 1}, groupmode=1)
    builder.file(PICTURE, quiz + 1000, "mod_quiz", "rules", "rock.png", mimetype="image/png")
    builder.file(b"sheet", quiz + 1000, "mod_quiz", "sheet", "sheet.txt", path="/a/")
    return builder


def test_texts_files_links_and_groups_are_those_of_an_import_in_time(
    late: Importing, quizzes: Quizzes
) -> None:
    report = late.run(backup())
    page, waiting = late.course(report).activities
    assert waiting.waiting_type == "quiz"
    assert adopted(late) == {"adopted": {"quiz": 1}, "waiting": {}, "refused": []}
    again = late.run(backup())
    (node,) = (n for n in late.course(report).activities if n.type == "quiz")
    assert (node.id, node.name, node.group_mode) == (waiting.id, "Test", "separate")
    first, second = quizzes.seen
    assert f'href="/sample/{page.id}"' in first.texts["rules"]
    assert 'alt="rock"' in first.texts["rules"]
    assert "missing:" not in first.texts["rules"]
    assert first.files == second.files == ["sheet.txt"]
    assert None not in first.groups
    assert first.record.values["rules"] == second.record.values["rules"]
    assert again.items.kept == 2


def test_what_was_adopted_waits_no_more(late: Importing) -> None:
    report = late.run(backup())
    adopted(late)
    left = [
        file
        for file in late.rows(File)
        if file.area == WAITING_AREA and file.activity_id and file.deleted_at is None
    ]
    assert not left
    assert late.course(report).activities[1].type == "quiz"


def test_what_is_gone_from_the_shelf_is_said_to_be(late: Importing) -> None:
    late.run(backup())
    with late.site.acting() as act:
        for file in late.rows(File):
            if file.area == WAITING_AREA and file.activity_id:
                remove_file(act, file.id)
    (refused,) = adopted(late)["refused"]
    assert "no longer there" in refused["why"]


def test_one_that_its_plugin_refuses_goes_on_waiting_with_its_files(
    late: Importing, quizzes: Quizzes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any) -> None:
        raise Invalid("Too hard.")

    late.run(backup())
    monkeypatch.setattr(ActivityLoading, "text", refuse)
    (refused,) = adopted(late)["refused"]
    assert refused["why"] == "Too hard."
    assert [
        file.name
        for file in late.rows(File)
        if file.area == WAITING_AREA and file.activity_id and file.deleted_at is None
    ] == ["quiz_501.zip", "rock.png", "sheet.txt"]
    assert quizzes.seen == []


def test_an_import_that_remembers_nothing_still_lets_its_activities_go(
    late: Importing, quizzes: Quizzes
) -> None:
    late.run(backup())
    with late.site.acting() as act:
        for file in late.rows(File):
            if file.area == WAITING_AREA and not file.activity_id:
                remove_file(act, file.id)
    assert adopted(late)["adopted"] == {"quiz": 1}
    assert quizzes.seen[0].groups == {None}
