"""Hashing: nothing cut off, nothing unbounded, nothing faster for unknown names."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from plugins.auth_local.hashing import CHARACTERS, Hasher
from plugins.auth_local.rules import check_password
from updago.api.errors import Invalid, Unavailable


@pytest.mark.parametrize("password", ["a" * 100, "mot\0suite", "🐘" * 40, " x ", "é" * CHARACTERS])
def test_every_character_counts(hasher: Hasher, password: str) -> None:
    encoded = hasher.hash(password)
    assert hasher.verify(encoded, password)
    assert not hasher.verify(encoded, password[:-1])
    assert not hasher.verify(encoded, password + "b")


def test_a_megabyte_costs_no_more_than_a_password(hasher: Hasher) -> None:
    encoded = hasher.hash("short one")
    started = time.perf_counter()
    assert not hasher.verify(encoded, "x" * 2**20)
    assert time.perf_counter() - started < 0.3


@pytest.mark.parametrize("encoded", [None, "", "$argon2id$broken", "md5"])
def test_without_a_sound_hash_nothing_fits(hasher: Hasher, encoded: str | None) -> None:
    assert not hasher.verify(encoded, "")


def test_unknown_names_take_as_long_as_known_ones(hasher: Hasher) -> None:
    encoded = hasher.hash("known")

    def best_of(sample: str | None) -> float:
        times = []
        for _ in range(7):
            started = time.perf_counter()
            hasher.verify(sample, "wrong")
            times.append(time.perf_counter() - started)
        return min(times)

    assert best_of(None) == pytest.approx(best_of(encoded), rel=0.5)


def test_a_crowd_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.auth_local.hashing.WAIT_SECONDS", 0.01)
    crowded = Hasher()
    with ExitStack() as stack:

        def come(people: int) -> None:
            for _ in range(people):
                stack.enter_context(crowded._turn())

        with pytest.raises(Unavailable, match="Many people"):
            come(100)
    crowded.hash("again")


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "Ada.Lovelace", "x" * 1025])
def test_weak_passwords_are_refused_with_a_reason(password: str) -> None:
    with pytest.raises(Invalid):
        check_password(password, 10, "ada.lovelace", "ada@example.org")


def test_a_sentence_is_a_good_password() -> None:
    check_password("quatre chevaux corrects", 10, "ada", "ada@example.org")
