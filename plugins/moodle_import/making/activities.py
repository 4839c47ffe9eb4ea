"""Makes the activities: first their shared rows, then their contents, each by its own importer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from plugins.moodle_import.making.conditions import translated
from plugins.moodle_import.making.course import CODE_LIMIT, group_mode
from plugins.moodle_import.making.here import SYSTEM, Here
from plugins.moodle_import.making.loading import ActivityLoading
from plugins.moodle_import.making.parts import Item, Parts
from plugins.moodle_import.making.placeholders import Sources, describe, keep, pack
from plugins.moodle_import.making.report import Detail, Outcome
from plugins.moodle_import.making.sections import Sections
from plugins.moodle_import.making.state import Difference, State
from plugins.moodle_import.making.writing import Writer
from plugins.moodle_import.reading.records import Module, Text
from plugins.moodle_import.reading.values import FORMAT_HTML, whole
from updago.api.errors import UpdagoError
from updago.api.files import ACTIVITY_TEXT
from updago.api.i18n import _
from updago.api.ports import ForeignImporter, ForeignRecord
from updago.api.spaces import (
    Activity,
    ActivityFields,
    add_activity,
    delete_activity,
    edit_activity,
    make_placeholder,
)

log = logging.getLogger(__name__)

AUTOMATIC: Final = 2
# Lists in which an activity keeps what people did in it.
WORK: Final = {
    "forum": {"discussions", "subscriptions", "digests", "readposts", "trackedprefs", "grades"}
}
NO_PLUGIN: Final = Difference(_("No plugin for this type is installed."))
NOT_READ: Final = Difference(_("Its plugin could not read it. The cause is in the log."))


def make_activities(
    state: State, here: Here, parts: Parts, sections: Sections, packed: Mapping[int, Sources]
) -> None:
    """The shared row of each activity, so that texts and conditions can refer to any of them."""
    for ref, refusal in parts.unread:
        reason = Difference(refusal.sentence, refusal.mapping)
        _count(state, ref.type, ref.title, Outcome.REFUSED, [reason])
    for item in parts.items:
        item.section_id = sections.of(item.ref.section_id)
        state.context_modules[item.data.context_id] = item.ref.module_id
        importer = here.importers.get(item.ref.type)
        if importer is None:
            _make_placeholder(state, here, item, packed[item.ref.module_id], NO_PLUGIN)
        else:
            activity = add_activity(
                state.act,
                course_id=state.course_id,
                section_id=item.section_id,
                type=importer.activity_type,
                name=item.name,
                visibility=_visibility(item.module),
                **_shared(state, here, item),
            )
            _settle(state, here, item, importer.activity_type, activity.id)


def load_activities(state: State, here: Here, items: list[Item]) -> None:
    """Texts, conditions and contents; an activity that its importer refuses waits."""
    for item in sorted(items, key=lambda item: item.ref.type != "forum"):
        importer = here.importers.get(item.ref.type)
        writer = Writer(state, item.data.context_id, f"mod_{item.ref.type}")
        _write(state, here, item, writer)
        if importer is None:
            continue
        refusal = load_one(state, item, importer, writer)
        if refusal is None:
            outcome = Outcome.ADAPTED if writer.differences else Outcome.KEPT
            _count(state, item.ref.type, item.name, outcome, writer.differences)
        else:
            _put_aside(state, here, item, refusal)


def _write(state: State, here: Here, item: Item, writer: Writer) -> None:
    values = item.data.values
    source = Text(values.get("intro") or "", whole(values.get("introformat"), FORMAT_HTML))
    intro = writer.rich(source, "intro")
    conditions = item.module.availability
    availability = translated(
        state, conditions, here.conditions, item.name, item.module.grouping_id
    )
    state.shelve(intro, ACTIVITY_TEXT, activity_id=item.activity_id)
    edit_activity(
        state.act,
        activity_id=item.activity_id,
        name=item.name,
        intro=intro,
        availability=availability,
    )


def load_one(
    state: State, item: Item, importer: ForeignImporter, writer: Writer
) -> Difference | None:
    """Let the plugin make its own rows; what it cannot is a reason to wait."""
    record = ForeignRecord(
        system=SYSTEM,
        type=item.ref.type,
        values=_values(state, item),
        release=state.backup.info.release,
        extra={"instance": item.data.instance_id, "module": item.ref.module_id},
    )
    used = set(state.used)
    try:
        with state.act.session.begin_nested():
            activity = state.act.session.get_one(Activity, item.activity_id)
            importer.load(state.act, activity, record, ActivityLoading(state, writer))
    except UpdagoError as refusal:
        state.used = used
        return Difference(refusal.sentence, refusal.mapping)
    except Exception:
        log.exception("the importer %s failed", importer.name)
        state.used = used
        return NOT_READ
    return None


def _values(state: State, item: Item) -> Mapping[str, Any]:
    """The values of an activity; without people their work is left out."""
    values = item.data.values
    if state.with_people:
        return values
    return {**values, **dict.fromkeys(values.keys() & WORK.get(item.ref.type, set()), "")}


def _put_aside(state: State, here: Here, item: Item, reason: Difference) -> None:
    """Make a placeholder of an activity that is half there, in the same place."""
    position = state.act.session.get_one(Activity, item.activity_id).position
    delete_activity(state.act, activity_id=item.activity_id)
    sources = pack(state.contents, state.backup.sources(item.ref), item.ref.directory)
    _make_placeholder(state, here, item, sources, reason, position)
    _write(state, here, item, Writer(state, item.data.context_id, f"mod_{item.ref.type}"))


def _make_placeholder(
    state: State,
    here: Here,
    item: Item,
    sources: Sources,
    reason: Difference,
    position: int | None = None,
) -> None:
    records = state.backup.files_of(item.data.context_id)
    activity = make_placeholder(
        state.act,
        course_id=state.course_id,
        section_id=item.section_id,
        waiting_type=item.ref.type,
        name=item.name,
        waiting=describe(state, sources, item.ref, records),
        visibility=_visibility(item.module),
        position=position,
        **_shared(state, here, item),
    )
    keep(state, sources, records, activity.id)
    _settle(state, here, item, "", activity.id)
    _count(state, item.ref.type, item.name, Outcome.WAITING, [reason])


def _settle(state: State, here: Here, item: Item, kind: str, activity_id: int) -> None:
    """Remember where the activity is now."""
    item.activity_id = activity_id
    state.activities[item.ref.module_id] = activity_id
    address = here.activity_address(state.course_id, kind, activity_id)
    state.addresses.modules[item.ref.module_id] = address
    state.addresses.instances[item.ref.type, item.data.instance_id] = address


def _shared(state: State, here: Here, item: Item) -> ActivityFields:
    module = item.module
    language = module.language.partition("_")[0]
    return {
        "shows_intro": module.show_description,
        "code": module.id_number[:CODE_LIMIT],
        "indent": module.indent,
        "completion": _completion(module),
        "group_mode": group_mode(module.group_mode),
        "grouping_id": state.groupings.get(module.grouping_id),
        "language": language if language in here.languages else "",
    }


def _completion(module: Module) -> dict[str, Any] | None:
    if module.completion == 0:
        return None
    return {
        "tracking": "automatic" if module.completion == AUTOMATIC else "manual",
        "view": module.completion_view,
        "grade": module.completion_grade_item is not None,
        "pass": module.completion_pass_grade,
        "expected": module.completion_expected,
    }


def _visibility(module: Module) -> str:
    if not module.visible:
        return "hidden"
    return "shown" if module.on_course_page else "link"


def _count(
    state: State, kind: str, name: str, outcome: Outcome, differences: list[Difference]
) -> None:
    state.report.item(kind, outcome)
    for difference in differences:
        state.report.details.append(
            Detail("activity", kind, name, outcome, difference.sentence, difference.mapping)
        )
