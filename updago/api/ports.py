"""The ports through which plugins meet."""

from __future__ import annotations

from updago.kernel.ports.availability import (
    Answer,
    AvailabilityCondition,
    ConditionForm,
    Known,
)
from updago.kernel.ports.backup import (
    Adopter,
    BackupPart,
    ForeignImporter,
    ForeignRecord,
    LoadedFile,
    Loading,
)
from updago.kernel.ports.completion import CompletionRule
from updago.kernel.ports.grades import Grade, GradeReceiver, give_grade
from updago.kernel.ports.privacy import PrivacyProvider
from updago.kernel.ports.search import Document, SearchSource
from updago.kernel.ports.time import EffectiveTimes, TimeChange, Times, TimeSource, effective_times

__all__ = [
    "Adopter",
    "Answer",
    "AvailabilityCondition",
    "BackupPart",
    "CompletionRule",
    "ConditionForm",
    "Document",
    "EffectiveTimes",
    "ForeignImporter",
    "ForeignRecord",
    "Grade",
    "GradeReceiver",
    "Known",
    "LoadedFile",
    "Loading",
    "PrivacyProvider",
    "SearchSource",
    "TimeChange",
    "TimeSource",
    "Times",
    "effective_times",
    "give_grade",
]
