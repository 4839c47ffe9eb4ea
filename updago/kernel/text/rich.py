"""Rich text as a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from markupsafe import Markup

from updago.kernel.text.plain import paragraphs, plain_text, shortened
from updago.kernel.text.references import FILE_MARK, file_uids, rewrite
from updago.kernel.text.sanitiser import STORED, Policy, sanitise

FILES_PATH: Final = "/files/"
NO_FRAMES: Final = Policy(frame_hosts=frozenset())
_REMEMBERED: Final = 4_096


@dataclass(frozen=True, slots=True, init=False)
class RichText:
    """A sanitised HTML fragment. Equal by its HTML, false when empty.

    Made by `of` and `plain` only, so that holding one means that it is clean.
    """

    html: str

    def __init__(self) -> None:
        object.__setattr__(self, "html", "")

    @classmethod
    def of(cls, html: str, policy: Policy = STORED) -> Self:
        """Return the clean part of `html`, which may come from anybody."""
        rich = cls()
        object.__setattr__(rich, "html", sanitise(html, policy))
        return rich

    @classmethod
    def plain(cls, text: str) -> Self:
        """Return plain text as paragraphs; nothing in it is markup."""
        return cls.of(paragraphs(text))

    def __bool__(self) -> bool:
        return bool(self.html)

    def __html__(self) -> Markup:
        return self.markup()

    def markup(
        self, url_of: Callable[[str], str] | None = None, policy: Policy = NO_FRAMES
    ) -> Markup:
        """Return the text for a page: frames by `policy`, addresses of embedded files resolved.

        `url_of` gets what follows ``@@file/`` (uid and quoted name) and returns an address; without
        it the address is below ``/files/``. A frame of another host is shown as a link.
        """
        if url_of is None and len(self.html) <= _REMEMBERED:
            return _remembered(self.html, policy)
        return _shown(self.html, policy, url_of or FILES_PATH.__add__)

    def text(self) -> str:
        """Return the words, one line a block."""
        return plain_text(self.html)

    def excerpt(self, length: int = 160) -> str:
        """Return the beginning on one line, at most `length` characters, cut between words."""
        return shortened(self.text(), length)

    def file_refs(self) -> tuple[str, ...]:
        """Return the uids of the embedded files, each once, in their order."""
        return file_uids(self.html)


def _shown(html: str, policy: Policy, url_of: Callable[[str], str]) -> Markup:
    if "<iframe" in html:
        html = sanitise(html, policy)
    if FILE_MARK in html:
        html = rewrite(
            html,
            lambda url: url_of(url.removeprefix(FILE_MARK)) if url.startswith(FILE_MARK) else url,
        )
    return Markup(html)  # noqa: S704 - the one place where sanitised text becomes markup


@lru_cache(maxsize=1024)
def _remembered(html: str, policy: Policy) -> Markup:
    return _shown(html, policy, FILES_PATH.__add__)
