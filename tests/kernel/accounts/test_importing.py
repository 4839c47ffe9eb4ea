"""People from CSV files and from the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import pytest

from updago.kernel.accounts.queries import count_people, person_by_username
from updago.kernel.app import Site
from updago.kernel.errors import Invalid, NotFound
from updago.kernel.plugins.declarations import Command


def run(site: Site, verb: str, *words: str) -> Any:
    command = site.declared(Command)[f"users {verb}"]
    parser = ArgumentParser()
    if command.arguments:
        command.arguments(parser)
    arguments: Namespace = parser.parse_args(words)
    return command.run(site, arguments)


def count(site: Site) -> int:
    with site.database.reading() as session:
        return count_people(session)


def test_each_line_is_reported_and_the_sum_is_exact(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "\ufeffusername;firstname;lastname;email\n"
        "ada;Ada;Lovelace;ada@example.org\n"
        "bad name;X;Y;\n"
        "grace;Grace;Hopper;not an address\n"
        "alan;Alan;Turing;\n"
        "ADA;Ada;Byron;ada@example.org\n",
        encoding="utf-8",
    )
    report = run(site, "import", str(file))
    outcomes = [line["outcome"] for line in report["lines"]]
    assert outcomes == ["created", "refused", "refused", "created", "changed"]
    assert [line["number"] for line in report["lines"]] == [2, 3, 4, 5, 6]
    parts = ("created", "changed", "kept", "refused")
    assert report["total"] == sum(report[part] for part in parts) == 5
    again = run(site, "import", str(file))
    assert (again["created"], again["refused"]) == (0, 2)


def test_a_dry_run_reports_the_same_and_keeps_nothing(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("username,last_name\nada,Lovelace\nada,Byron\n", encoding="utf-8")
    dry = run(site, "import", str(file), "--dry-run")
    assert count(site) == 0
    wet = run(site, "import", str(file))
    assert dry["lines"] == wet["lines"]
    assert count(site) == 1


def test_a_column_that_is_absent_leaves_what_is_known(site: Site, tmp_path: Path) -> None:
    run(site, "create", "ada", "--email", "ada@example.org", "--last-name", "Lovelace")
    file = tmp_path / "people.csv"
    file.write_text("username,last_name\nada,Byron\n", encoding="utf-8")
    run(site, "import", str(file))
    with site.database.reading() as session:
        person = person_by_username(session, "ada")
        assert person is not None
        assert (person.last_name, person.email) == ("Byron", "ada@example.org")


@pytest.mark.parametrize(
    "content", [b"", b"username\nada\n", b"username,last_name\n\xff\xfe,x\n", b"\x00\x00"]
)
def test_what_is_not_such_a_file_is_refused_whole(
    site: Site, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    with pytest.raises(Invalid):
        run(site, "import", str(file))
    assert count(site) == 0


def test_people_are_made_listed_and_suspended(site: Site) -> None:
    made = run(site, "create", "Ada", "--last-name", "Lovelace")
    assert made["username"] == "ada"
    assert run(site, "suspend", "ada") == {"username": "ada", "state": "suspended"}
    listed = run(site, "list", "--search", "love")
    assert (listed["total"], listed["people"][0]["state"]) == (1, "suspended")
    assert run(site, "suspend", "ada", "--undo")["state"] == "active"
    with pytest.raises(NotFound):
        run(site, "suspend", "nobody")
