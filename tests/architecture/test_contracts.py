from __future__ import annotations

from updago.testing.contracts import DeclarationContracts


class TestContracts(DeclarationContracts):
    pass
