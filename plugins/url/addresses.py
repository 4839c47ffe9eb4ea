"""What counts as a web address."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_web_address(text: str) -> bool:
    """Whether the text is an absolute http(s) address (RFC 3986) without control characters.

    Its port, if any, is one that exists.
    """
    if any(sign <= " " or sign == "\x7f" for sign in text):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0


def without_spaces(text: str) -> str:
    """The address as browsers read it: spaces in it are encoded, those around it dropped."""
    return text.strip().replace(" ", "%20")


def host_of(address: str) -> str:
    """The host, as people read it; empty for what is no address."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
