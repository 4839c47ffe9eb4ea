"""The parser: one sub-parser a noun, one below it a verb, from the declarations of commands."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from updago.kernel.plugins.declarations import Command


def parser_of(commands: Iterable[Command]) -> argparse.ArgumentParser:
    """A parser whose result has the chosen `command`, `json`, `debug` and the command's own."""
    parser = argparse.ArgumentParser(prog="updago", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"updago {version('updago')}")
    parser.add_argument("--safe-mode", action="store_true", help="start the essential plugins only")
    parser.add_argument("--debug", action="store_true", help="show where a failure comes from")
    nouns = parser.add_subparsers(metavar="COMMAND", required=True)
    verbs: dict[str, Any] = {}
    for command in sorted(commands, key=lambda c: c.name):
        if not command.verb:
            _finish(nouns.add_parser(command.noun, help=command.help), command)
            continue
        if command.noun not in verbs:
            noun = nouns.add_parser(command.noun, help=_help_of(command.noun, commands))
            verbs[command.noun] = noun.add_subparsers(metavar="VERB", required=True)
        _finish(verbs[command.noun].add_parser(command.verb, help=command.help), command)
    return parser


def _help_of(noun: str, commands: Iterable[Command]) -> str:
    return ", ".join(sorted(c.verb for c in commands if c.noun == noun))


def _finish(parser: argparse.ArgumentParser, command: Command) -> None:
    parser.description = command.help
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(command=command)
    if command.arguments is not None:
        command.arguments(parser)
