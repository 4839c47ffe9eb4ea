"""The sanitiser of rich text: an HTML5 parser (nh3) with the vocabulary, run to a fixed point."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final, Self

import nh3

from updago.kernel.text import values
from updago.kernel.text.marks import MARK, attribute, link
from updago.kernel.text.vocabulary import ATTRIBUTES, REMOVED_WITH_CONTENT, TAGS, words

POLICY_VERSION: Final = 1
"""Raised whenever the same input may give another output."""

FRAME_RULES: Final = (
    ' loading="lazy" referrerpolicy="strict-origin-when-cross-origin"'
    ' sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-presentation">'
)

_PASSES: Final = 6
_DEEPEST: Final = 400
_SMALL: Final = 4_096
_LARGE: Final = 65_536

# The marks of unknown elements go before parsing, their text stays: HTML reads the content of some
# (svg, template, noscript, textarea …) by rules of their own, and the cleaner would drop it.
_KNOWN: Final = TAGS | REMOVED_WITH_CONTENT
_FRAME: Final = re.compile(r"(<iframe\b[^>]*>).*?</iframe>", re.DOTALL)
_IMAGE: Final = re.compile(r"<img\b[^>]*>")
_CLOSES_ITSELF: Final = words(
    "area base br col dd dt embed hr img input li link meta option p param source td th tr track "
    "wbr"
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What differs between places: the hosts whose frames may show.

    `frame_hosts` holds lower-case host names; ``*.example.org`` stands for every host below it.
    None keeps the frames of any https host: texts are stored that way, so that a later change of
    the site's setting reaches the texts that are already there.
    """

    frame_hosts: frozenset[str] | None = None

    @classmethod
    def showing(cls, hosts: str) -> Self:
        """Return the policy for the hosts of a setting, set apart by spaces."""
        return cls(frozenset(hosts.lower().split()))


STORED: Final = Policy()

_BY_ATTRIBUTE: Final[dict[str, Callable[[str], str | None]]] = {
    "aria-describedby": values.clean_anchors,
    "aria-labelledby": values.clean_anchors,
    "cite": values.clean_link,
    "class": values.clean_classes,
    "headers": values.clean_anchors,
    "href": values.clean_link,
    "id": values.clean_anchor,
    "longdesc": values.clean_link,
    "name": values.clean_anchor,
    "poster": values.clean_source,
    "role": values.clean_role,
    "src": values.clean_source,
    "srcset": values.clean_source_set,
    "style": values.clean_style,
    "target": lambda value: "_blank" if value.strip().lower() in {"_blank", "_new"} else None,
    "usemap": values.clean_map_name,
}


def _clean_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "iframe" and name == "src":
        return values.clean_frame(value)
    cleaner = _BY_ATTRIBUTE.get(name)
    return value if cleaner is None else cleaner(value) or None


_CLEANER: Final = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=REMOVED_WITH_CONTENT,
    attributes=ATTRIBUTES,
    attribute_filter=_clean_attribute,
    link_rel="noopener",
    url_schemes={"http", "https", "mailto", "tel"},
)


def sanitise(html: str, policy: Policy = STORED) -> str:
    """Return the part of `html` (a fragment, any length) that may be shown to others.

    ``sanitise(sanitise(x)) == sanitise(x)`` under one policy. Texts up to 64 k characters are
    remembered, so that a text read again costs a look-up.
    """
    if len(html) <= _SMALL:
        return _sanitise_small(html, policy.frame_hosts)
    if len(html) <= _LARGE:
        return _sanitise_large(html, policy.frame_hosts)
    return _sanitise(html, policy.frame_hosts)


def _sanitise(html: str, hosts: frozenset[str] | None) -> str:
    # Half a surrogate pair is no character; JSON can bring one, the parser refuses it.
    current = html if html.isascii() else html.encode("utf-8", "replace").decode("utf-8")
    if _depth(current) > _DEEPEST:
        current = _words_only(current)
    for _ in range(_PASSES):
        cleaned = _pass(current, hosts)
        if cleaned == current:
            return current
        current = cleaned
    return _pass(_words_only(current), hosts)


# Two memories, for many posts and for a few long pages: at most 8 MB each of Latin text.
_sanitise_small: Final = lru_cache(maxsize=1024)(_sanitise)
_sanitise_large: Final = lru_cache(maxsize=64)(_sanitise)


def _pass(html: str, hosts: frozenset[str] | None) -> str:
    cleaned = _CLEANER.clean(MARK.sub(_known_only, html))
    if "<iframe" in cleaned:
        cleaned = _FRAME.sub(lambda match: _frame(match[1], hosts), cleaned)
    return _IMAGE.sub(_image, cleaned)


def _known_only(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    if name == "embed":
        return link(attribute(tag[0], "src"), attribute(tag[0], "title"))
    return tag[0] if name in _KNOWN else ""


def _allowed(host: str, hosts: frozenset[str] | None) -> bool:
    if hosts is None or host in hosts:
        return True
    labels = host.split(".")
    return any("*." + ".".join(labels[start:]) in hosts for start in range(1, len(labels)))


def _frame(tag: str, hosts: frozenset[str] | None) -> str:
    """Keep a frame of an allowed host, empty; show another as a link; drop one without address."""
    source = attribute(tag, "src")
    if not source:
        return ""
    if _allowed(values.frame_host(source), hosts):
        return f"{tag[:-1]}{FRAME_RULES}</iframe>"
    return link(source, attribute(tag, "title"))


def _image(match: re.Match[str]) -> str:
    tag = match[0]
    if attribute(tag, "src") or attribute(tag, "srcset"):
        return tag
    return escape(attribute(tag, "alt"), quote=False)


def _depth(html: str) -> int:
    """Estimate how deep elements nest: the parser's time grows with its square."""
    depth = deepest = 0
    for match in MARK.finditer(html):
        if match["name"].lower() in _CLOSES_ITSELF:
            continue
        depth = max(0, depth + (-1 if match["end"] else 1))
        deepest = max(deepest, depth)
    return deepest


def _words_only(html: str) -> str:
    return escape(MARK.sub(" ", html), quote=False)
