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
_REMEMBERED: Final = 16_384


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
        html = self.html
        if "<iframe" in html:
            html = sanitise(html, policy)
        if FILE_MARK in html:
            if url_of is not None:
                html = _resolved(html, url_of)
            else:
                html = _remembered(html) if len(html) <= _REMEMBERED else _below_files(html)
        return Markup(html)  # noqa: S704 - the one place where sanitised text becomes markup

    def text(self) -> str:
        """Return the words, one line a block."""
        return plain_text(self.html)

    def excerpt(self, length: int = 160) -> str:
        """Return the beginning on one line, at most `length` characters, cut between words."""
        return shortened(self.text(), length)

    def file_refs(self) -> tuple[str, ...]:
        """Return the uids of the embedded files, each once, in their order."""
        return file_uids(self.html)


def _resolved(html: str, url_of: Callable[[str], str]) -> str:
    return rewrite(
        html,
        lambda url: url_of(url.removeprefix(FILE_MARK)) if url.startswith(FILE_MARK) else url,
    )


def _below_files(html: str) -> str:
    return _resolved(html, FILES_PATH.__add__)


_remembered: Final = lru_cache(maxsize=1024)(_below_files)
