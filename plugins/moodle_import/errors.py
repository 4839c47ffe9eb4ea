"""What this plugin answers when a file cannot be taken.

Each refusal is one English sentence (a msgid) that says what to do; values go in ``params``.
"""

from __future__ import annotations


class ImportRefused(Exception):
    """The whole file is refused and nothing of it is kept.

    ``msgid`` is the sentence, with ``{name}`` fields filled from ``params``.
    """

    def __init__(self, msgid: str, **params: str | int) -> None:
        super().__init__(msgid.format(**params))
        self.msgid = msgid
        self.params = params


class UnsafeArchive(ImportRefused):
    """An entry could reach outside its folder, or two entries could be taken for one another."""


class TooLarge(ImportRefused):
    """The archive holds more bytes or entries than the limits allow."""


class UnknownFormat(ImportRefused):
    """The file is no backup that this plugin reads."""


class Damaged(ImportRefused):
    """The file is cut off, or its parts contradict each other."""


class UnsafeXml(ImportRefused):
    """An XML file uses a construction that is never needed in a backup."""
