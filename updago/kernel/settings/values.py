"""What the text of a setting is read as."""

from __future__ import annotations

import configparser
import json
import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

Network = IPv4Network | IPv6Network

MINUTES_OF_A_YEAR: Final = 366 * 24 * 60
DAYS_OF_TEN_YEARS: Final = 3653
# Where a link may lead: another scheme could run a script.
LINK: Final = re.compile(r"(?:https?://[^\s/]+\S*|mailto:\S+@\S+|/(?!/)\S*)")
# It lands in a header of every page, so nothing but names and ports may pass.
HOST: Final = re.compile(r"(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?")


def boolean(text: str) -> bool:
    """Read `true/false`, `yes/no`, `on/off`, `1/0`. Raises ValueError for anything else."""
    try:
        return configparser.ConfigParser.BOOLEAN_STATES[text.strip().lower()]
    except KeyError:
        raise ValueError(text) from None


def positive(text: str) -> int:
    """Read a whole number, 1 to 2⁵⁰. Raises ValueError."""
    number = int(text)
    if not 1 <= number <= 2**50:
        raise ValueError(text)
    return number


def minutes(text: str) -> int:
    """Read a span in minutes, 1 to those of a year. Raises ValueError."""
    number = positive(text)
    if number > MINUTES_OF_A_YEAR:
        raise ValueError(text)
    return number


def days(text: str) -> int:
    """Read a span in days, 1 to those of ten years. Raises ValueError."""
    number = positive(text)
    if number > DAYS_OF_TEN_YEARS:
        raise ValueError(text)
    return number


def labelled(text: str) -> list[dict[str, str]]:
    """Read a JSON list of objects of texts, each with a label. Raises ValueError."""
    found = json.loads(text)
    if not isinstance(found, list):
        raise ValueError(text)  # noqa: TRY004 - it is the text that is wrong
    for item in found:
        if not isinstance(item, dict) or not item.get("label"):
            raise ValueError(text)
        if not all(isinstance(value, str) for value in item.values()):
            raise ValueError(text)
    return found


def linked(text: str) -> list[dict[str, str]]:
    """As `labelled`, each with an address (`href`) too. Raises ValueError."""
    found = labelled(text)
    if not all(item.get("href") for item in found):
        raise ValueError(text)
    return found


def hosts(text: str) -> str:
    """Read host names set apart by spaces, `*.` before those that stand for all below."""
    if not all(HOST.fullmatch(name) for name in text.split()):
        raise ValueError(text)
    return " ".join(text.lower().split())


def link(text: str) -> str:
    """Read where a link leads: a web address, a mail address (mailto:), or a path of this site.

    Raises ValueError.
    """
    if text and not LINK.fullmatch(text.strip()):
        raise ValueError(text)
    return text.strip()


def paragraphs(text: str) -> str:
    """Read a text of several paragraphs, an empty line between them."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def one_of(*known: str) -> Callable[[str], str]:
    """What reads one of some words. It raises ValueError."""

    def read(text: str) -> str:
        if text.strip() not in known:
            raise ValueError(text)
        return text.strip()

    return read


def networks(text: str) -> tuple[Network, ...]:
    """Read addresses and networks set apart by spaces: `10.0.0.0/8 ::1`. Raises ValueError."""
    return tuple(ip_network(part) for part in text.split())
