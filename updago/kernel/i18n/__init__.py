"""Languages: messages, dates, numbers, and which language a person reads."""

from __future__ import annotations

from updago.kernel.i18n.catalogues import KERNEL_FOLDER, Catalogues, Translator
from updago.kernel.i18n.formats import Formats
from updago.kernel.i18n.messages import DOMAIN, SOURCE_LANGUAGE, _
from updago.kernel.i18n.negotiation import negotiate
from updago.kernel.i18n.parsing import (
    BadInput,
    BadMoment,
    BadNumber,
    parse_date,
    parse_decimal,
    parse_moment,
    parse_wall_time,
)
from updago.kernel.i18n.zones import UnknownZone, zone_of

__all__ = [
    "DOMAIN",
    "KERNEL_FOLDER",
    "SOURCE_LANGUAGE",
    "BadInput",
    "BadMoment",
    "BadNumber",
    "Catalogues",
    "Formats",
    "Translator",
    "UnknownZone",
    "_",
    "negotiate",
    "parse_date",
    "parse_decimal",
    "parse_moment",
    "parse_wall_time",
    "zone_of",
]
