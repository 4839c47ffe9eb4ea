"""The fidelity report on a page: its sums, and one line for each thing that is not simply kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from plugins.moodle_import.making.report import Outcome, Report
from updago.api.db import Paged
from updago.api.i18n import _
from updago.api.ports import ForeignImporter
from updago.api.spaces import ActivityType
from updago.api.web import Badge, Pager, pager_of

if TYPE_CHECKING:
    from pyramid.request import Request

PAGE_SIZE: Final = 100
SUMS: Final = (
    ("items", _("Activities")),
    ("questions", _("Questions")),
    ("files", _("Files")),
    ("people", _("People")),
)
KINDS: Final = {
    "activity": _("Activity"),
    "condition": _("Access restriction"),
    "course": _("Course"),
    "file": _("File"),
    "group": _("Group"),
    "member": _("Member of a group"),
    "person": _("Person"),
    "question": _("Question"),
    "section": _("Section"),
}
BADGES: Final = {
    Outcome.KEPT.value: Badge(_("kept"), "done", "check"),
    Outcome.ADAPTED.value: Badge(_("adapted"), "info", "pencil"),
    Outcome.WAITING.value: Badge(_("waiting"), "soon", "clock"),
    Outcome.REFUSED.value: Badge(_("refused"), "late", "x"),
}
PLAIN: Final = (str, int, float, bool)


@dataclass(frozen=True, slots=True)
class SumRow:
    """One line of sums: total = kept + adapted + refused; what waits is counted as refused."""

    title: str
    total: str
    kept: str
    adapted: str
    refused: str
    waiting: str
    below: bool = False


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One thing that is not simply kept, or one difference of one that is adapted."""

    kind: str
    name: str
    outcome: Badge
    reason: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """What the template shows of a report."""

    sums: tuple[SumRow, ...]
    details: tuple[DetailRow, ...]
    pager: Pager | None
    source: str


def stored(report: Report) -> dict[str, Any]:
    """The report as JSON values, its reasons as messages with their values."""
    document = report.as_json()
    document["details"] = [
        {
            "kind": detail.kind,
            "type": detail.type,
            "name": detail.name,
            "outcome": detail.outcome.value,
            "reason": str(detail.reason),
            "mapping": {
                name: value if isinstance(value, PLAIN) else str(value)
                for name, value in detail.mapping.items()
            },
        }
        for detail in report.details
    ]
    return document


def report_view(request: Request, document: Mapping[str, Any], page: int) -> ReportView:
    """One page of a stored report in the person's language."""
    details: Sequence[Mapping[str, Any]] = document["details"]
    first = (page - 1) * PAGE_SIZE
    shown = Paged(tuple(details[first : first + PAGE_SIZE]), page, PAGE_SIZE, len(details))
    return ReportView(
        sums=tuple(_sums(request, document)),
        details=tuple(_detail(request, detail) for detail in shown),
        pager=pager_of(request, shown, {}),
        source=str(document["source"]["release"]),
    )


def _sums(request: Request, document: Mapping[str, Any]) -> Iterator[SumRow]:
    by_type = {"items": document["by_type"], "questions": document["by_question_type"]}
    for name, title in SUMS:
        if not document[name]["total"]:
            continue
        yield _sum(request, request.translate(title), document[name])
        for kind, tally in by_type.get(name, {}).items():
            label = _type_title(request, kind) if name == "items" else kind
            yield _sum(request, label, tally, below=True)


def _sum(request: Request, title: str, tally: Mapping[str, int], *, below: bool = False) -> SumRow:
    number = request.formats.number
    return SumRow(
        title=title,
        total=number(tally["total"]),
        kept=number(tally["kept"]),
        adapted=number(tally["adapted"]),
        refused=number(tally["refused"]),
        waiting=number(tally["waiting"]),
        below=below,
    )


def _type_title(request: Request, kind: str) -> str:
    """What a type of the other system is called here; its own name when nobody takes it over."""
    importer = request.site.declared(ForeignImporter).find(f"moodle2:{kind}")
    ours = None
    if importer is not None:
        ours = request.site.declared(ActivityType).find(importer.activity_type)
    return kind if ours is None else str(request.translate(ours.title))


def _detail(request: Request, detail: Mapping[str, Any]) -> DetailRow:
    badge = BADGES[detail["outcome"]]
    kind = KINDS.get(detail["kind"])
    title = detail["kind"] if kind is None else request.translate(kind)
    if detail["kind"] == "activity":
        title = _type_title(request, detail["type"])
    return DetailRow(
        kind=title,
        name=detail["name"],
        outcome=Badge(request.translate(badge.text), badge.kind, badge.icon),
        reason=request.say(detail["reason"], detail["mapping"]),
    )
