"""The ledger: what a server acknowledged, and whether all of it is there once, wholly."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import func, select

from tests.faults.servers import Server, Signed
from updago.kernel.app import Site
from updago.kernel.db.audit import AuditEntry
from updago.kernel.spaces.models import Category

DONE, AWAY = 303, 503


@dataclass
class Ledger:
    """Categories that people add through the form; each name is sent once."""

    unaudited: int = 0
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, site: Site) -> Ledger:
        """An empty ledger; what the migrations have made is no operation's."""
        return cls(_made(site) - _audited(site))

    def send(self, server: Server, person: Signed, name: str) -> int:
        """Post one name and note the answer; gives the status, 0 without an answer."""
        self.sent.append(name)
        fields = {"name": name, "csrf_token": person.token, "_once": f"once {name}"}
        status = server.ask("/categories/new", person.cookie, fields).status
        if status == DONE:
            self.acknowledged.append(name)
        elif status:
            self.refused.append((name, status))
        return status

    def balance(self, site: Site) -> None:
        """What was acknowledged is there once; of the rest nothing is there in part or twice.

        What was refused is not there, unless the database went away while it was saved.
        """
        with site.database.reading() as session:
            found = Counter(session.scalars(select(Category.name)))
        assert [name for name in self.acknowledged if found[name] != 1] == []
        assert [name for name, count in found.items() if count > 1] == []
        sure = [name for name, status in self.refused if status != AWAY]
        assert [name for name in sure if found[name]] == []
        assert _made(site) == _audited(site) + self.unaudited


def _made(site: Site) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Category)) or 0


def _audited(site: Site) -> int:
    created = select(func.count()).where(AuditEntry.operation == "core.category.create")
    with site.database.reading() as session:
        return session.scalar(created) or 0


def under_load(
    server: Server, people: list[Signed], ledger: Ledger, rounds: int, harm: Callable[[], None]
) -> None:
    """Let each person send names without a pause while `harm` is done so many times."""
    ended = threading.Event()

    def send(number: int, person: Signed) -> None:
        count = 0
        while not ended.is_set():
            count += 1
            ledger.send(server, person, f"of {number}, the {count}th")

    senders = [
        threading.Thread(target=send, args=(number, person)) for number, person in enumerate(people)
    ]
    for sender in senders:
        sender.start()
    try:
        for _ in range(rounds):
            harm()
    finally:
        ended.set()
        for sender in senders:
            sender.join()
