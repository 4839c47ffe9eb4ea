"""The typed refusals of the kernel: each carries one sentence for the person who meets it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class UpdagoError(Exception):
    """A refusal that a person can understand: `str(error)` is one clear sentence (a msgid).

    `mapping` fills the `${name}` places of the sentence after its translation.
    `status` is the HTTP status that the web answers with.
    """

    status: ClassVar[int] = 400

    def __init__(self, sentence: str, mapping: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.mapping: Mapping[str, object] = mapping or {}

    def __str__(self) -> str:
        text = str(self.sentence)
        for name, value in self.mapping.items():
            text = text.replace("${" + name + "}", str(value))
        return text


class Invalid(UpdagoError):
    """What was sent cannot be used. `field` names the form field at fault, when there is one."""

    status = 422

    def __init__(
        self,
        sentence: str,
        mapping: Mapping[str, object] | None = None,
        *,
        field: str | None = None,
    ) -> None:
        super().__init__(sentence, mapping)
        self.field = field


class WrongGuess(Invalid):
    """A password or a key that does not fit: it is counted, and too many are refused."""


class TooManyFailures(UpdagoError):
    """The thing, or the network, failed too often in the last minutes."""

    status = 429


class NotFound(UpdagoError):
    """The thing does not exist, or this person may not know that it does."""

    status = 404


class Denied(UpdagoError):
    """The person knows the thing but may not do this to it."""

    status = 403


class Conflict(UpdagoError):
    """Somebody else changed the thing meanwhile; nothing was overwritten."""

    status = 409


class TooLarge(UpdagoError):
    """The body, file or archive is over a limit."""

    status = 413


class Unavailable(UpdagoError):
    """A service the site needs is not answering now; trying again later may work."""

    status = 503


class StartError(UpdagoError):
    """The site cannot start: the sentence names the plugin or setting at fault."""

    status = 500
