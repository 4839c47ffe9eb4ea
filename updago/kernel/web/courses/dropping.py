"""Files put straight into a section: what each kind of activity can make of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from wtforms import Form, RadioField
from wtforms.validators import ValidationError

from updago.kernel.files.operations import Upload
from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.operations import create_activity
from updago.kernel.spaces.structure import SectionNode
from updago.kernel.web.forms import Required, UploadsField, choices_of
from updago.kernel.web.forms.fields import UploadField

if TYPE_CHECKING:
    from pyramid.request import Request

    from updago.kernel.db.operation import Act
    from updago.kernel.plugins.registry import Registry

MOST: Final = 100
SEVERAL: Final = _("Several things can be made of these files: choose one.")
TOO_MANY: Final = _("Send at most ${most} files at once.")
NAME_LENGTH: Final = 255


class DropForm(Form):
    """The files, and what is to be made of them; the field is called as scripts send it."""

    file = UploadsField(_("Files"), [Required()])
    kind = RadioField(_("Make of them"), choices=[], validate_choice=False, default="")

    def validate_file(self, field: UploadsField) -> None:
        """Raises ValidationError for more files than one looks after."""
        if len(field.data) > MOST:
            raise ValidationError(field.gettext(TOO_MANY).replace("${most}", str(MOST)))


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can be made of files: an activity for each, or one with all of them."""

    kind: ActivityType
    together: bool

    @property
    def label(self) -> str:
        """A message; `${kind}` in it is the kind."""
        return (
            _("${kind}: one with all files") if self.together else _("${kind}: one for each file")
        )


def ways(kinds: Registry[ActivityType]) -> Mapping[str, Way]:
    """What can be made here, by the name of the kind; those for single files come first."""
    found = {
        kind.name: Way(kind, _takes_several(kind))
        for kind in kinds.enabled().values()
        if kind.files_field
    }
    return dict(sorted(found.items(), key=lambda item: (item[1].together, item[0])))


def prepare(request: Request, form: Any, known: Mapping[str, Way]) -> None:
    """Offer the ways."""
    words = request.translate
    form.kind.choices = choices_of(
        (name, request.say(way.label, {"kind": words(way.kind.title)}))
        for name, way in known.items()
    )


def chosen_way(form: Any, known: Mapping[str, Way]) -> Way | None:
    """The chosen way; without a choice the only one there is for a single file, else None."""
    if form.kind.data in known:
        return known[form.kind.data]
    single = [way for way in known.values() if not way.together]
    return single[0] if len(form.file.data) == 1 and len(single) == 1 else None


def make(act: Act, section: SectionNode, course_id: int, way: Way, files: Sequence[Upload]) -> int:
    """Make the activities at the end of the section; the id of the first. Raises what they do."""
    made = [
        create_activity(
            act,
            course_id=course_id,
            section_id=section.id,
            type=way.kind.name,
            name=name,
            data={**_defaults(way.kind), way.kind.files_field: value},
        ).id
        for name, value in _named(way, files)
    ]
    return made[0]


def _named(way: Way, files: Sequence[Upload]) -> Iterator[tuple[str, Any]]:
    """The name and the value of the field for each activity."""
    if way.together:
        yield _name_of(files[0]), tuple(files)
        return
    yield from ((_name_of(file), file) for file in files)


def _name_of(file: Upload) -> str:
    """The name of a file without its ending, as people read it."""
    stem = PurePath(file.name).stem or file.name
    return " ".join(stem.replace("_", " ").split())[:NAME_LENGTH] or file.name


def _defaults(kind: ActivityType) -> dict[str, Any]:
    return {} if kind.form is None else dict(kind.form().data)


def _takes_several(kind: ActivityType) -> bool:
    field = kind.form()[kind.files_field] if kind.form is not None else None
    if not isinstance(field, UploadField):
        raise TypeError(f"{kind.name}: {kind.files_field} is no field for files")
    return isinstance(field, UploadsField)
