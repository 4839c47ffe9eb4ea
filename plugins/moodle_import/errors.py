"""What this plugin answers when a file cannot be taken."""

from __future__ import annotations

from updago.api.errors import UpdagoError


class ImportRefused(UpdagoError):
    """The whole file is refused and nothing of it is kept."""

    status = 422


class UnsafeArchive(ImportRefused):
    """An entry could reach outside its folder, or two entries could be taken for one another."""


class TooLarge(ImportRefused):
    """The archive holds more bytes or entries than the limits allow."""

    status = 413


class UnknownFormat(ImportRefused):
    """The file is no backup that this plugin reads."""


class Damaged(ImportRefused):
    """The file is cut off, or its parts contradict each other."""


class UnsafeXml(ImportRefused):
    """An XML file uses a construction that is never needed in a backup."""
