from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from updago.cli import main, running
from updago.cli.output import as_text
from updago.cli.parsing import parser_of
from updago.kernel.accounts.operations import add_identity
from updago.kernel.app import build_site
from updago.kernel.errors import Conflict, StartError
from updago.kernel.plugins.declarations import Command, DemoContent
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl


def chatter(_site: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    sys.stdout.write("for people\n")
    return {"word": arguments.word, "été": True}


def refuse(_site: Any, _arguments: argparse.Namespace) -> None:
    raise Conflict("The ${thing} is taken.", {"thing": "word"})


def fail(_site: Any, _arguments: argparse.Namespace) -> None:
    raise RuntimeError("deep inside")


def add_word(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("word")


class TalkingPlugin(Plugin):
    manifest = Manifest("talking", "Talking", "1", "tool")

    @hookimpl
    def updago_commands(self) -> Iterable[Command]:
        return (
            Command("talk", "say", "say a word", chatter, add_word),
            Command("talk", "refuse", "refuse", refuse),
            Command("talk", "fail", "fail", fail),
        )


class ShadowingPlugin(Plugin):
    manifest = Manifest("shadowing", "Shadowing", "1", "tool")

    @hookimpl
    def updago_commands(self) -> Iterable[Command]:
        return (Command("serve", "", "serve otherwise", refuse),)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UPDAGO_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr("updago.kernel.app.discover", lambda: [TalkingPlugin()])


def test_a_document_is_all_that_goes_to_standard_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["talk", "say", "hello", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {"word": "hello", "été": True}
    assert err == "for people\n"


def test_people_get_the_same_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["talk", "say", "hello"]) == 0
    assert capsys.readouterr().out == "word: hello\nété: yes\n"


def test_a_refusal_is_one_sentence_and_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["talk", "refuse", "--json"]) == 1
    out, err = capsys.readouterr()
    assert err == "The word is taken.\n"
    assert json.loads(out) == {"error": "The word is taken."}


def test_a_failure_is_one_sentence_and_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["talk", "fail"]) == 1
    err = capsys.readouterr().err
    assert "RuntimeError: deep inside" in err
    assert len(err.splitlines()) == 1


def test_a_failure_can_be_looked_into() -> None:
    with pytest.raises(RuntimeError):
        main(["--debug", "talk", "fail"])


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["talk"], ["talk", "say"], ["serve", "--por"]])
def test_wrong_usage_is_status_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_an_unknown_setting_names_the_nearest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UPDAGO_DATABASE_ULR", "sqlite://")
    assert main(["routes", "--json"]) == 1
    out, err = capsys.readouterr()
    assert "database_url" in err
    assert "database_url" in json.loads(out)["error"]


def test_a_database_without_tables_says_what_to_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["users", "list"]) == 1
    assert "updago upgrade" in capsys.readouterr().err


def test_two_commands_of_one_name_stop_the_start(make_site: Any) -> None:
    with pytest.raises(StartError, match="shadowing"):
        running.commands_of(make_site(ShadowingPlugin()))


def test_routes_tell_name_pattern_methods_permission_and_plugin(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["routes", "--json"]) == 0
    routes = {row["name"]: row for row in json.loads(capsys.readouterr().out)["routes"]}
    assert routes["core.landing.view"] == {
        "name": "core.landing.view",
        "pattern": "/",
        "methods": ["GET"],
        "permission": "open",
        "plugin": "core",
    }


def test_settings_hide_secrets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UPDAGO_SECRET", "do-not-tell")
    assert main(["settings", "--json"]) == 0
    out = capsys.readouterr().out
    assert "do-not-tell" not in out
    rows = {row["name"]: row for row in json.loads(out)["settings"]}
    assert rows["secret"]["given"]
    assert rows["base_url"]["variable"] == "UPDAGO_BASE_URL"


def test_init_can_be_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["init", "--admin", "root", "--email", "root@example.org", "--json"]
    assert main(argv) == 0
    first = json.loads(capsys.readouterr().out)
    assert main(argv) == 0
    second = json.loads(capsys.readouterr().out)
    assert first["migrations"]
    assert not second["migrations"]
    assert first["administrator"]["id"] == second["administrator"]["id"]


def test_an_administrator_needs_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--admin", "root"]) == 1
    assert "--email" in capsys.readouterr().err


def test_lists_are_printed_as_tables() -> None:
    rows = [{"name": "a", "on": True}, {"name": "bbb", "on": False, "x": None}]
    assert as_text({"rows": rows, "n": 2, "in": {"a": [1, 2]}}).splitlines() == [
        "rows:",
        "  name  on   x",
        "  a     yes",
        "  bbb   no",
        "n: 2",
        "in:",
        "  a: 1, 2",
    ]


@pytest.mark.parametrize(
    ("document", "text"),
    [(None, ""), ("done", "done"), (["a", True, [1, 2]], "a\nyes\n1, 2"), ([{"n": 1}], "n\n1")],
)
def test_whatever_a_command_answers_is_printed(document: Any, text: str) -> None:
    assert as_text(document) == text


class TestDemo:
    @staticmethod
    def plugin(*contents: DemoContent) -> Plugin:
        class Showing(Plugin):
            manifest = Manifest("showing", "Showing", "1", "tool")

            @hookimpl
            def updago_demo_contents(self) -> Iterable[DemoContent]:
                return contents

        return Showing()

    def test_each_content_comes_after_those_it_needs(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        loaded: list[str] = []

        def content(name: str, *needs: str) -> DemoContent:
            def load(_site: Any) -> dict[str, Any] | None:
                loaded.append(name)
                return {"people": 3} if name == "people" else None

            return DemoContent(name, load, needs)

        contents = [
            content("grades", "courses", "people"),
            content("orphan", "what nobody has"),
            content("courses", "people"),
            content("people"),
        ]
        monkeypatch.setattr("updago.kernel.app.discover", lambda: [self.plugin(*contents)])
        assert main(["demo", "--json"]) == 0
        out, err = capsys.readouterr()
        assert loaded == ["people", "courses", "grades"]
        assert json.loads(out) == {"loaded": loaded, "people": 3}
        assert err.splitlines() == loaded


def test_an_administrator_gets_a_link_where_a_way_to_sign_in_gives_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("updago.cli.own.invite", lambda *_: "https://example.org/choose")
    assert main(["init", "--admin", "root", "--email", "root@example.org", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)["administrator"]
    assert made["link"] == "https://example.org/choose"


def test_an_administrator_who_has_a_way_in_gets_no_new_link(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("updago.cli.own.invite", lambda *_: "https://example.org/choose")
    argv = ["init", "--admin", "root", "--email", "root@example.org", "--json"]
    assert main(argv) == 0
    key = json.loads(capsys.readouterr().out)["administrator"]["id"]
    site = build_site()
    with site.acting() as act:
        add_identity(act, person_id=key, method="local", subject="root")
    site.close()
    assert main(argv) == 0
    assert "link" not in json.loads(capsys.readouterr().out)["administrator"]


def test_init_without_an_administrator_makes_the_tables_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["init", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == ["migrations"]


def test_every_command_takes_json() -> None:
    command = Command("a", "b", "help", refuse)
    assert parser_of([command]).parse_args(["a", "b", "--json"]).json
