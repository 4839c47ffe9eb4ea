"""Values of attributes: addresses, styles, classes and identifiers, each cleaned on its own."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from updago.kernel.text.vocabulary import CLASSES, ROLES, STYLE_PROPERTIES

ANCHOR_PREFIX: Final = "u-"

_SCHEME: Final = re.compile(r"([^/?#]*?):")
_BREAKS: Final = re.compile(r"[\t\n\r\x00]")
_LINK_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_TWO_SLASHES: Final = re.compile(r"[/\\]{2,}")

_STYLE_VALUE: Final = re.compile(
    r"(?:[\w#%.,+/ -]|'[\w ,.-]*'|\"[\w ,.-]*\"|(?:rgb|hsl)a?\([\d .,%/]*\))+"
)
_NEGATIVE: Final = re.compile(r"(?:^|[\s,/])-\.?\d")
_HUGE: Final = re.compile(r"(?<![\d.#a-fA-F])\d{5,}")
_STYLE_LIMIT: Final = 200
_SOURCE_SET_LIMIT: Final = 4_000
_DESCRIPTOR: Final = re.compile(r"(?:\d+(?:\.\d+)?[wx])?")


def _address(value: str) -> tuple[str, str]:
    """Return scheme (lower case, empty when relative) and address as a browser would read it.

    A colon before the first slash always ends a scheme here, however odd, so that none slips by.
    """
    url = _BREAKS.sub("", value).strip("".join(map(chr, range(0x21))))
    if _TWO_SLASHES.match(url):
        return "https", "https://" + url.lstrip("/\\")
    match = _SCHEME.match(url)
    return (match[1].lower() if match else ""), url


def clean_link(value: str) -> str | None:
    """Keep an address that a person may follow: relative, http(s), mailto or tel."""
    scheme, url = _address(value)
    if scheme and scheme not in _LINK_SCHEMES:
        return None
    if url.startswith("#"):
        return "#" + clean_anchor(url[1:])
    return url


def clean_source(value: str) -> str | None:
    """Keep the address of a picture or sound: from this site, or https (http is lifted to it)."""
    scheme, url = _address(value)
    if scheme == "http":
        return "https" + url[4:]
    return url if url and scheme in {"", "https"} else None


def clean_frame(value: str) -> str | None:
    """Keep the https address of a host (http is lifted to it): no port, no user, no address here.

    Which hosts may show is the reader's policy, not a property of the value.
    """
    scheme, url = _address(value)
    if scheme == "http":
        url = "https" + url[4:]
    elif scheme != "https":
        return None
    return url if frame_host(url) else None


def frame_host(url: str) -> str:
    """Return the lower-case host of an https address, or nothing where it has not exactly one."""
    if "\\" in url:
        return ""
    try:
        parts = urlsplit(url)
        strange = parts.port not in {None, 443} or "@" in parts.netloc
    except ValueError:
        return ""
    if parts.scheme.lower() != "https" or strange:
        return ""
    return (parts.hostname or "").rstrip(".")


def clean_source_set(value: str) -> str | None:
    """Keep the candidates of a ``srcset`` whose address `clean_source` keeps."""
    kept = []
    for candidate in value[:_SOURCE_SET_LIMIT].split(","):
        address, _, size = " ".join(candidate.split()).partition(" ")
        source = clean_source(address)
        if source and _DESCRIPTOR.fullmatch(size):
            kept.append(f"{source} {size}".rstrip())
    return ", ".join(kept) or None


def clean_style(value: str) -> str | None:
    """Keep the declarations that shape text in its flow; write them in one form."""
    kept = []
    for declaration in value.split(";"):
        name, colon, body = declaration.partition(":")
        name, body = name.strip().lower(), _plain_value(body)
        if colon and name in STYLE_PROPERTIES and _is_harmless(name, body):
            kept.append(f"{name}: {body};")
    return " ".join(kept) or None


def _plain_value(body: str) -> str:
    # A text that outranks the theme would be unreadable in the dark and contrast themes.
    return re.sub(r"\s*!\s*important\s*$", "", " ".join(body.split()), flags=re.IGNORECASE)


def _is_harmless(name: str, body: str) -> bool:
    if not body or len(body) > _STYLE_LIMIT or _STYLE_VALUE.fullmatch(body) is None:
        return False
    if _HUGE.search(body):
        return False
    return name in {"text-indent", "letter-spacing"} or _NEGATIVE.search(body) is None


def clean_classes(value: str) -> str | None:
    """Keep the classes of the shared vocabulary, in their order, each once."""
    kept = dict.fromkeys(name for name in value.split() if CLASSES.fullmatch(name))
    return " ".join(kept) or None


def clean_anchor(value: str) -> str:
    """Set an identifier apart from those of the page by a prefix, once; nothing stays nothing."""
    name = "".join(value.split())
    return name if not name or name.startswith(ANCHOR_PREFIX) else ANCHOR_PREFIX + name


def clean_anchors(value: str) -> str | None:
    """Set each identifier of a list apart."""
    return " ".join(map(clean_anchor, value.split())) or None


def clean_map_name(value: str) -> str | None:
    """Set the name that ``usemap`` points at apart."""
    return "#" + clean_anchor(value[1:]) if value.startswith("#") else None


def clean_role(value: str) -> str | None:
    """Keep a role that makes no control and no landmark."""
    return value if value in ROLES else None
