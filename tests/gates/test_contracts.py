from __future__ import annotations

from updago.testing.contracts import BehaviourContracts


class TestBehaviour(BehaviourContracts):
    pass
