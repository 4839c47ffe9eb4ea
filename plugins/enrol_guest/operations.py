"""Every write of guest access."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from sqlalchemy import delete

from plugins.enrol_guest.models import GuestVisit
from updago.api.errors import NotFound, WrongGuess
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.spaces import EnrolmentInstance

METHOD: Final = "guest"
PASSWORD: Final = "password"  # noqa: S105 - the name of an option
# No session lasts longer, so older visits belong to none.
LONGEST_SESSION: Final = timedelta(days=7)
CLOSED: Final = _("This way into the course is closed.")
WRONG: Final = _("This is not the password. Check it, or ask a teacher of the course.")


@operation("enrol_guest.visit.begin")
def begin_visit(
    act: Act, *, instance_id: int, person_id: int, session_id: int, password: str
) -> None:
    """Let a person look into the course until the login session ends.

    The password is compared in constant time. Raises NotFound, WrongGuess.
    """
    instance = act.get(EnrolmentInstance, instance_id)
    if instance is None or instance.method != METHOD or not instance.enabled:
        raise NotFound(CLOSED)
    wanted = str(instance.options.get(PASSWORD) or "")
    if not secrets.compare_digest(password.strip().encode(), wanted.encode()):
        raise WrongGuess(WRONG, field=PASSWORD)
    act.session.execute(
        delete(GuestVisit).where(
            GuestVisit.person_id == person_id, GuestVisit.at < act.now - LONGEST_SESSION
        )
    )
    visit = act.session.get(GuestVisit, (instance_id, session_id))
    if visit is None:
        visit = GuestVisit(instance_id=instance_id, session_id=session_id, person_id=person_id)
        act.session.add(visit)
    visit.at = act.now


def is_open(instance: EnrolmentInstance) -> bool:
    """Whether everybody may look in: without a password, they may."""
    return not instance.options.get(PASSWORD)
