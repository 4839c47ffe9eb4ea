"""Hashing of passwords: slow on purpose, a few at a time, equally slow for unknown names."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from updago.api.errors import Unavailable
from updago.api.i18n import _

# A longer text cannot be a password: it would only cost time.
CHARACTERS: Final = 1024
# Parameters of equal strength to 46 MiB and one pass (OWASP Password Storage, Argon2id).
MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
LANES: Final = 1
AT_ONCE: Final = 4
WAIT_SECONDS: Final = 10.0


class Hasher:
    """Argon2id; at most four hashes at once, so that a rush cannot take all memory."""

    def __init__(self) -> None:
        self._argon2 = PasswordHasher(
            time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID
        )
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    @cached_property
    def _nobody(self) -> str:
        """The hash that is compared with when there is none: made before anything is."""
        return self._argon2.hash(secrets.token_hex())

    def hash(self, password: str) -> str:
        """The encoded hash of a password of at most 1,024 characters. Raises Unavailable."""
        with self._turn():
            return self._argon2.hash(_normal(password))

    def verify(self, encoded: str | None, password: str) -> bool:
        """Whether the password is the one; without a hash the time is spent all the same.

        Raises Unavailable when too many people wait.
        """
        fits, nobody = len(password) <= CHARACTERS, self._nobody
        with self._turn():
            try:
                self._argon2.verify(encoded or nobody, _normal(password if fits else ""))
            except (VerificationError, InvalidHashError):
                return False
        return encoded is not None and fits

    def is_old(self, encoded: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._argon2.check_needs_rehash(encoded)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=WAIT_SECONDS):
            raise Unavailable(_("Many people are signing in just now. Please try again."))
        try:
            yield
        finally:
            self._turns.release()


def _normal(password: str) -> str:
    # Keyboards compose accents differently; NFKC makes one password of them (RFC 8265, 4.2.1
    # asks for NFC; compatibility forms are folded too because phones type full-width digits).
    return unicodedata.normalize("NFKC", password)
