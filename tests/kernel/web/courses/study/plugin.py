"""A plugin of the tests: two kinds of activities, two ways into courses, two blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Form, IntegerField, StringField
from wtforms.validators import NumberRange

from updago.api.blocks import BlockContent, BlockContext, BlockType
from updago.api.errors import Invalid
from updago.api.forms import Required, UploadField
from updago.api.i18n import Formats
from updago.api.operations import Act
from updago.api.permissions import Oracle
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.spaces import (
    Activity,
    ActivityNode,
    ActivityType,
    Course,
    EnrolmentInstance,
    EnrolmentMethod,
    ItemState,
    add_instance,
)


class EssayForm(Form):
    topic = StringField("Topic", [Required()])
    words = IntegerField("Words", [NumberRange(1, 500)], default=100)
    sheet = UploadField("Sheet")


class DoorForm(Form):
    key = StringField("Key")


class GreetingForm(Form):
    words = StringField("Words", [Required()])


def save_essay(_act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    if data["topic"] == "impossible":
        raise Invalid("This topic is impossible.", field="topic")
    sheet = data.get("sheet")
    kept = {"sheet": sheet.name} if sheet else {}
    activity.meta = {"topic": data["topic"], "words": data["words"], **kept}


def initial_essay(session: Session, activity_id: int) -> Mapping[str, Any]:
    return dict(session.get_one(Activity, activity_id).meta)


def states_of_essays(
    session: Session, oracle: Oracle, activities: Sequence[ActivityNode], formats: Formats
) -> Mapping[int, ItemState]:
    session.scalars(select(Activity.id).where(Activity.id == activities[0].id)).all()
    return {
        node.id: ItemState(meta=formats.number(node.meta["words"]), done=True, margin="Sent")
        for node in activities
        if node.meta.get("words") == oracle.person_id
    }


def copy_meta(_act: Act, source: Activity, target: Activity) -> None:
    target.meta = dict(source.meta)


def save_sign(_act: Act, activity: Activity, _data: Mapping[str, Any]) -> None:
    activity.meta = {"sign": True}


def by_hand(act: Act, course: Course) -> EnrolmentInstance:
    return add_instance(act, course_id=course.id, method="hand")


def greet(context: BlockContext) -> BlockContent:
    return BlockContent(Markup("<p>{}</p>").format(context.options.get("words", "Hello")))


class Study(Plugin):
    manifest = Manifest("study", "Study", "1.0", "activity")

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("tests.kernel.web.courses.study.routes",)

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType(
            "essay",
            "Essay",
            "Writing about a topic",
            "file-text",
            "submit",
            "study.essay.view",
            save=save_essay,
            form=EssayForm,
            initial=initial_essay,
            states=states_of_essays,
            tells_done=True,
            copy=copy_meta,
        )
        yield ActivityType(
            "sign", "Sign", "A text on the page", "image", "none", None,
            save=save_sign, copy=copy_meta, is_resource=True,
        )  # fmt: skip

    @hookimpl
    def updago_enrolment_methods(self) -> Iterable[EnrolmentMethod]:
        yield EnrolmentMethod("hand", "By hand", "Teachers enrol people", on_create=by_hand)
        yield EnrolmentMethod(
            "door",
            "Door",
            "People enter with a key",
            "study.enter",
            form=DoorForm,
            opens_to_guests=lambda instance: bool(instance.options.get("open")),
        )

    @hookimpl
    def updago_block_types(self) -> Iterable[BlockType]:
        yield BlockType("greeting", "Greeting", "Says hello", greet, form=GreetingForm)
        yield BlockType("mine", "Mine", "For dashboards", greet, pages=("dashboard",))
        yield BlockType("single", "Single", "Once a page", greet, multiple=False)
