"""The command `updago courses import`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plugins.moodle_import import cli
from plugins.moodle_import.tests import packs
from plugins.moodle_import.tests.backups import BackupBuilder
from updago.api.commands import Command, Site
from updago.api.errors import NotFound
from updago.api.spaces import Category, Course

if TYPE_CHECKING:
    from plugins.moodle_import.tests.conftest import Importing


def run(site: Site, *words: str) -> Any:
    """The command as the command line runs it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    cli.arguments(parser)
    return cli.IMPORT.run(site, parser.parse_args(words))


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    builder = BackupBuilder()
    builder.section(None)
    builder.activity("page", "Soil")
    builder.activity("quiz", "Test")
    path = tmp_path / "course.mbz"
    path.write_bytes(packs.tgz_of(builder.pairs()))
    return path


def test_the_command_belongs_to_courses(importing: Importing) -> None:
    assert importing.site.declared(Command)["courses import"] is cli.IMPORT


def test_the_report_is_one_json_document(importing: Importing, backup: Path) -> None:
    document = json.loads(json.dumps(run(importing.site, str(backup), "--json")))

    assert document["source"] == {"format": "moodle2", "release": "4.5.1 (Build: 20250101)"}
    assert document["course"]["shortname"] == "ALP"
    assert document["items"] == {
        "total": 2,
        "kept": 1,
        "adapted": 0,
        "refused": 1,
        "waiting": 1,
    }
    (detail,) = document["details"]
    assert {"kind", "type", "name", "outcome", "reason"} == detail.keys()


def test_people_read_lines_in_their_language(
    importing: Importing, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(importing.site, str(backup)) is None

    printed = capsys.readouterr().out
    assert printed.startswith("ALP\n")
    assert "Activités\u00a0: 2. Reprises\u00a0: 1" in printed
    assert "en attente: Test: Aucun module" in printed.replace("\u00a0", "")


def test_category_and_short_name_are_those_of_the_command_line(
    importing: Importing, backup: Path
) -> None:
    run(importing.site, str(backup), "--category", "Faculty / Botany", "--shortname", "B1")

    assert [row.name for row in importing.rows(Category)] == ["Faculty", "Botany"]
    assert [row.short_name for row in importing.rows(Course)] == ["B1"]


def test_a_dry_run_writes_nothing(importing: Importing, backup: Path) -> None:
    document = run(importing.site, str(backup), "--dry-run", "--with-users", "--json")

    assert document["items"]["total"] == 2
    assert importing.rows(Course) == []


def test_a_file_that_cannot_be_opened_is_named(importing: Importing, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"gone\.mbz"):
        run(importing.site, str(tmp_path / "gone.mbz"))
