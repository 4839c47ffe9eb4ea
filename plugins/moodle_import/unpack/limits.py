"""How much an archive may hold, counted while it is read (headers are never believed)."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.moodle_import.errors import TooLarge

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one archive.

    ``ratio`` compares unpacked bytes with the size of the archive and is not applied below
    ``ratio_floor`` bytes, since a small file of repeated text packs very well.
    """

    unpacked_bytes: int = 500 * MEGABYTE
    entries: int = 10_000
    ratio: int = 100
    ratio_floor: int = 10 * MEGABYTE

    def bytes_allowed(self, packed_bytes: int) -> int:
        """Unpacked bytes that an archive of ``packed_bytes`` may give."""
        return min(self.unpacked_bytes, max(self.ratio_floor, self.ratio * packed_bytes))


@dataclass(slots=True)
class Meter:
    """Counts what one archive has given so far; both methods raise TooLarge beyond the limits."""

    limits: Limits
    packed_bytes: int
    unpacked_bytes: int = field(default=0, init=False)
    entries: int = field(default=0, init=False)

    def add_entry(self) -> None:
        """One file or folder more."""
        self.entries += 1
        if self.entries > self.limits.entries:
            raise TooLarge(
                "The archive holds more than ${limit} files. Import a smaller backup.",
                {"limit": self.limits.entries},
            )

    def add_bytes(self, count: int) -> None:
        """That many unpacked bytes more."""
        self.unpacked_bytes += count
        self.check_total(self.unpacked_bytes)

    def check_total(self, total: int) -> None:
        """Refuse a total that is known, or announced, before it is read."""
        if total > self.limits.bytes_allowed(self.packed_bytes):
            raise TooLarge(
                "Unpacked, the archive is larger than ${limit} MB or than ${ratio} times its size. "
                "Import a smaller backup.",
                {
                    "limit": self.limits.unpacked_bytes // MEGABYTE,
                    "ratio": self.limits.ratio,
                },
            )
