"""Login sessions: fresh at each sign-in, short-lived, ended when the person may not enter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from updago.kernel.accounts.declarations import SignIn
from updago.kernel.accounts.models import UNCONFIRMED, LoginSession, Person
from updago.kernel.accounts.operations import (
    SignInRefused,
    add_identity,
    delete_person,
    end_session,
    end_sessions,
    sign_in,
    start_guest_session,
    suspend_person,
    unsuspend_person,
)
from updago.kernel.accounts.sessions import (
    ANONYMOUS,
    LONGEST,
    Visitor,
    find_visitor,
    mark_seen,
    new_token,
)
from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.testing.factories.people import People, Someone

IDLE = timedelta(hours=8)
PROOF = SignIn("cas", "alovelace")


@pytest.fixture
def ada(site: Site) -> Someone:
    """A person with one identity."""
    person = People(site).person("ada")
    with site.acting() as act:
        add_identity(act, person_id=person.id, method=PROOF.method, subject=PROOF.subject)
    return person


def enter(site: Site, proof: SignIn = PROOF) -> str:
    token = new_token()
    with site.acting() as act:
        sign_in(act, proof, token=token, address="192.0.2.7", agent="test")
    return token


def visitor(site: Site, token: object) -> Visitor:
    with site.database.reading() as session:
        return find_visitor(session, token, site.clock.now(), IDLE)


def test_a_proof_opens_a_session_of_its_person(site: Site, ada: Someone) -> None:
    found = visitor(site, enter(site))
    assert (found.person_id, found.actor_id, found.method) == (ada.id, ada.id, "cas")
    assert found.name.startswith("Camille")


def test_the_database_knows_no_token(site: Site, ada: Someone) -> None:
    token = enter(site)
    with site.database.reading() as session:
        row = session.scalars(select(LoginSession)).one()
    assert token not in {str(value) for value in vars(row).values()}


@pytest.mark.parametrize("token", [None, "", "x", 7, ["x"], {"a": 1}, "é" * 5000])
def test_a_strange_cookie_is_anonymous(site: Site, ada: Someone, token: object) -> None:
    enter(site)
    assert visitor(site, token) == ANONYMOUS


def test_an_unknown_identity_is_refused_and_nobody_is_merged(site: Site, ada: Someone) -> None:
    for proof in (SignIn("cas", "ALovelace"), SignIn("ldap", "alovelace"), SignIn("cas", "ada")):
        with pytest.raises(SignInRefused):
            enter(site, proof)


def test_the_suspended_and_the_deleted_are_refused_whatever_their_method(
    site: Site, ada: Someone
) -> None:
    with site.acting() as act:
        suspend_person(act, person_id=ada.id)
    with pytest.raises(SignInRefused):
        enter(site)
    with site.acting() as act:
        unsuspend_person(act, person_id=ada.id)
    assert visitor(site, enter(site)).person_id == ada.id
    with site.acting() as act:
        delete_person(act, person_id=ada.id)
    with pytest.raises(SignInRefused):
        enter(site)


def test_suspending_ends_sessions_at_once_and_for_good(site: Site, ada: Someone) -> None:
    token = enter(site)
    with site.acting() as act:
        suspend_person(act, person_id=ada.id)
    assert visitor(site, token) == ANONYMOUS
    with site.acting() as act:
        unsuspend_person(act, person_id=ada.id)
    assert visitor(site, token) == ANONYMOUS


def test_a_session_ends_after_idle_hours_and_use_prolongs_it(
    site: Site, clock: FrozenClock, ada: Someone
) -> None:
    token = enter(site)
    clock.advance(IDLE - timedelta(minutes=1))
    found = visitor(site, token)
    assert found.session_id is not None
    with site.acting() as act:
        mark_seen(act.session, found.session_id, clock.now())
    clock.advance(IDLE - timedelta(minutes=1))
    assert visitor(site, token).person_id == ada.id
    clock.advance(timedelta(minutes=1))
    assert visitor(site, token) == ANONYMOUS


def test_no_session_outlives_a_week(site: Site, clock: FrozenClock, ada: Someone) -> None:
    token = enter(site)
    session_id = visitor(site, token).session_id
    assert session_id is not None
    clock.advance(LONGEST)
    with site.acting() as act:
        mark_seen(act.session, session_id, clock.now())
    assert visitor(site, token) == ANONYMOUS


def test_a_late_touch_does_not_turn_time_back(site: Site, clock: FrozenClock, ada: Someone) -> None:
    token = enter(site)
    session_id = visitor(site, token).session_id
    assert session_id is not None
    with site.acting() as act:
        mark_seen(act.session, session_id, clock.now() - timedelta(hours=1))
    assert visitor(site, token).seen_at == clock.now()


def test_one_session_ends_alone_and_the_others_can_be_ended_together(
    site: Site, ada: Someone
) -> None:
    here, there, elsewhere = enter(site), enter(site), enter(site)
    with site.acting() as act:
        end_session(act, session_id=visitor(site, there).session_id or 0)
    assert visitor(site, there) == ANONYMOUS
    assert visitor(site, elsewhere).person_id == ada.id
    with site.acting() as act:
        end_sessions(act, person_id=ada.id, keep_id=visitor(site, here).session_id)
    assert visitor(site, elsewhere) == ANONYMOUS
    assert visitor(site, here).person_id == ada.id


def test_a_guest_session_belongs_to_nobody(site: Site) -> None:
    token = new_token()
    with site.acting() as act:
        start_guest_session(act, token=token, address="", agent="")
    found = visitor(site, token)
    assert (found.person_id, found.is_guest) == (None, True)


def test_an_address_is_confirmed_before_the_first_visit(site: Site, ada: Someone) -> None:
    with site.acting() as act:
        act.session.get_one(Person, ada.id).state = UNCONFIRMED
    with pytest.raises(SignInRefused, match="Confirm your address"):
        enter(site)


def test_ending_a_session_twice_changes_nothing(
    site: Site, ada: Someone, clock: FrozenClock
) -> None:
    enter(site)

    def ended() -> object:
        with site.database.reading() as session:
            return session.scalars(
                select(LoginSession.ended_at).where(LoginSession.person_id == ada.id)
            ).one()

    began = clock.now()
    for key in (1, 1, 999_999):
        with site.acting() as act:
            end_session(act, session_id=key)
        clock.advance(timedelta(minutes=1))
        assert ended() == began
