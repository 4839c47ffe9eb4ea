from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from webtest import Upload

from tests.kernel.web.sample.routes import Box
from updago.kernel.accounts.operations import end_sessions
from updago.kernel.clock import FrozenClock
from updago.kernel.files.operations import note_content
from updago.kernel.files.sweep import GRACE, sweep
from updago.kernel.web.defaults import JOBS
from updago.kernel.web.kept.models import KeptPost
from updago.kernel.web.kept.operations import MOST_PER_PERSON
from updago.testing.factories.people import People, Someone
from updago.testing.web import Client, main_form


def end_visit(sample: Client, anna: Someone) -> None:
    with sample.site.acting() as act:
        end_sessions(act, person_id=anna.id)


@pytest.fixture
def kept(sample: Client, anna: Someone) -> str:
    """The address of a post that Anna sent after her session had ended."""
    form = main_form(sample.sign_in(anna.id).get("/sample/form"))
    form["title"] = "private words"
    form["text"] = "a long answer"
    form["file"] = Upload("work.txt", b"my work", "text/plain")
    end_visit(sample, anna)
    answer = form.submit(status=303)
    assert "/login?next=/kept/" in answer.location
    return str(answer.location.partition("next=")[2])


def test_the_form_comes_back_filled_and_is_not_sent(
    sample: Client, anna: Someone, kept: str, box: Box
) -> None:
    page = sample.sign_in(anna.id).get(kept)
    form = main_form(page)
    assert form["title"].value == "private words"
    assert form["text"].value.strip() == "a long answer"
    assert page.html.select_one("[data-toast]")
    assert not box.saved
    form.submit(status=303)
    saved = box.saved[0]
    assert (saved["title"], saved["file"].name) == ("private words", "work.txt")
    assert b"".join(sample.site.files.read(saved["file"].stored.sha256)) == b"my work"


def test_another_account_never_sees_it(sample: Client, people: People, kept: str, box: Box) -> None:
    page = sample.sign_in(people.manager().id).get(kept, status=404)
    assert "private words" not in page.text


def test_a_stranger_never_sees_it(sample: Client, kept: str) -> None:
    assert sample.get(kept, status=303).location.endswith(kept)


def test_it_is_forgotten_after_an_hour(
    sample: Client, anna: Someone, kept: str, clock: FrozenClock
) -> None:
    clock.advance(timedelta(hours=1))
    sample.sign_in(anna.id).get(kept, status=404)
    JOBS[0].run(sample.site, {})
    with sample.site.database.reading() as session:
        assert session.scalar(select(func.count(KeptPost.id))) == 0


def test_the_sign_in_page_says_that_it_is_kept(sample: Client, kept: str) -> None:
    assert sample.get("/login/guest").html.select_one("[data-toast]")


def test_a_post_of_a_page_without_a_form_comes_back_in_a_form_of_its_own(
    sample: Client, anna: Someone, box: Box
) -> None:
    token = sample.sign_in(anna.id).token()
    end_visit(sample, anna)
    fields = {"csrf_token": token, "text": "line one\nline two", "id": "7"}
    kept = sample.post("/sample/alone", fields, status=303).location.partition("next=")[2]
    form = main_form(sample.sign_in(anna.id).get(kept))
    assert form.action == "/sample/alone"
    assert form["text"].value.strip().splitlines() == ["line one", "line two"]
    assert form["id"].value == "7"
    form.submit(status=303)
    assert box.saved[0]["text"].splitlines() == ["line one", "line two"]


def test_a_form_of_the_former_account_is_kept_for_that_account(
    sample: Client, anna: Someone, people: People, box: Box
) -> None:
    form = main_form(sample.sign_in(anna.id).get("/sample/form"))
    form["title"] = "private words"
    sample.reset()
    sample.sign_in(people.person().id)
    assert "private words" not in form.submit(status=400).text
    with sample.site.database.reading() as session:
        assert session.scalars(select(KeptPost.person_id)).all() == [anna.id]
    assert not box.saved


def test_passwords_are_not_kept(sample: Client, anna: Someone) -> None:
    token = sample.sign_in(anna.id).token()
    end_visit(sample, anna)
    fields = {"csrf_token": token, "text": "x", "new_password": "hunter2"}
    sample.post("/sample/alone", fields, status=303)
    with sample.site.database.reading() as session:
        assert session.scalars(select(KeptPost.fields)).one() == [["text", "x"]]


@pytest.mark.parametrize(
    "change",
    [{"csrf_token": "forged~MQ.x.y"}, {"csrf_token": ""}, {}],
    ids=["forged", "empty", "foreign"],
)
def test_nothing_is_kept_of_a_form_that_is_not_ours(
    sample: Client, anna: Someone, change: dict[str, Any]
) -> None:
    token = sample.sign_in(anna.id).token()
    end_visit(sample, anna)
    headers = {} if change else {"Origin": "http://evil.example"}
    fields = {"csrf_token": token, "text": "x", **change}
    sample.post("/sample/alone", fields, headers=headers, status=303)
    with sample.site.database.reading() as session:
        assert session.scalar(select(func.count(KeptPost.id))) == 0


def test_the_oldest_gives_way_when_many_are_kept(sample: Client, anna: Someone) -> None:
    token = sample.sign_in(anna.id).token()
    end_visit(sample, anna)
    for number in range(MOST_PER_PERSON + 2):
        sample.post("/sample/alone", {"csrf_token": token, "n": str(number)}, status=303)
    with sample.site.database.reading() as session:
        rows = session.scalars(select(KeptPost.fields).order_by(KeptPost.id)).all()
    assert len(rows) == MOST_PER_PERSON
    assert rows[0] == [["n", "2"]]


def test_the_file_of_a_kept_post_is_not_swept_though_its_content_was_old(
    sample: Client, anna: Someone, clock: FrozenClock
) -> None:
    site = sample.site
    stored = site.files.put(BytesIO(b"my work"))
    with site.acting() as act:
        note_content(act, stored)
    clock.advance(GRACE * 2)
    form = main_form(sample.sign_in(anna.id).get("/sample/form"))
    form["file"] = Upload("work.txt", b"my work", "text/plain")
    end_visit(sample, anna)
    form.submit(status=303)
    sweep(site)
    assert site.files.has(stored.sha256)


def test_the_same_file_sent_again_is_stored_once(sample: Client, anna: Someone, kept: str) -> None:
    form = main_form(sample.sign_in(anna.id).get(kept))
    end_visit(sample, anna)
    again = form.submit(status=303).location.partition("next=")[2]
    assert again != kept
    assert main_form(sample.sign_in(anna.id).get(again))["title"].value == "private words"
    assert len(list(sample.site.files.contents())) == 1
