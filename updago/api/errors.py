"""Refusals that a person can understand."""

from __future__ import annotations

from updago.kernel.errors import (
    Conflict,
    Denied,
    Invalid,
    NotFound,
    StartError,
    TooLarge,
    TooManyFailures,
    Unavailable,
    UpdagoError,
    WrongGuess,
)

__all__ = [
    "Conflict",
    "Denied",
    "Invalid",
    "NotFound",
    "StartError",
    "TooLarge",
    "TooManyFailures",
    "Unavailable",
    "UpdagoError",
    "WrongGuess",
]
