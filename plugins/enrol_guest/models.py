"""Who typed the password of a course, for the time of their session."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from updago.api.db import Base


class GuestVisit(Base):
    """A login session in which a person typed an instance's password.

    Sessions are purged by range, so no foreign key leads to them; a visit whose session is gone
    counts for nothing and goes with the person's next one.
    """

    __tablename__ = "enrol_guest_visit"

    instance_id: Mapped[int] = mapped_column(
        ForeignKey("core_enrolment_instance.id", ondelete="CASCADE"), primary_key=True
    )
    session_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("core_person.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
