from __future__ import annotations

from updago.testing.behaviour import BehaviourContracts


class TestBehaviour(BehaviourContracts):
    pass
