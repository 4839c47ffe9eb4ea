from __future__ import annotations

from plugins.auth_local.demonstration import MARK, PASSWORD, load, without_password
from plugins.auth_local.hashing import Hasher
from plugins.auth_local.models import Password
from updago.api.accounts import PersonData, create_person
from updago.api.commands import Site


def _person(site: Site, username: str, external_id: str) -> int:
    data = PersonData(username, f"{username}@example.org", "Ada", "Lovelace", external_id)
    with site.acting() as act:
        return create_person(act, data).id


def test_only_people_of_the_demonstration_get_the_known_password(site: Site) -> None:
    shown = _person(site, "shown", f"{MARK}shown")
    other = _person(site, "other", "staff-7")
    assert load(site)["password"] == PASSWORD
    with site.database.reading() as session:
        row = session.get_one(Password, shown)
        assert Hasher().verify(row.hash, PASSWORD)
        assert session.get(Password, other) is None
        assert not without_password(session)


def test_a_password_that_was_chosen_meanwhile_stays(site: Site) -> None:
    shown = _person(site, "shown", f"{MARK}shown")
    load(site)
    with site.database.reading() as session:
        before = session.get_one(Password, shown).hash
    load(site)
    with site.database.reading() as session:
        assert session.get_one(Password, shown).hash == before
