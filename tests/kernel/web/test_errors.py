from __future__ import annotations

import logging

import pytest

from tests.kernel.web.sample.routes import Box
from updago.kernel.web.errors import own_path
from updago.testing.factories.people import People, Someone
from updago.testing.web import Client, main_form

ELSEWHERE = [
    "//evil.example", "/\\evil.example", "\\evil", "https:evil", "https://evil.example",
    "javascript:alert(1)", "/a\tb", "/a\nb", "", "evil",
]  # fmt: skip


@pytest.mark.parametrize("text", ELSEWHERE)
def test_next_never_leads_to_another_site(text: str) -> None:
    assert own_path(text) == "/"


@pytest.mark.parametrize("text", ["/courses/7", "/a?b=c&d=%C3%A9", "/kept/x-_1"])
def test_next_keeps_a_path_of_this_site(text: str) -> None:
    assert own_path(text) == text


def test_a_stranger_is_asked_to_sign_in_and_comes_back(sample: Client) -> None:
    answer = sample.get("/sample/empty?a=1", status=303)
    assert answer.location == "http://localhost/login?next=/sample/empty%3Fa%3D1"


@pytest.mark.parametrize("name", ["missing", "foreign", "empty"])
def test_a_stranger_cannot_tell_a_missing_thing_from_a_closed_one(
    sample: Client, name: str
) -> None:
    answer = sample.get(f"/sample/{name}", status=303)
    assert answer.location.startswith("http://localhost/login?next=")


def test_a_missing_and_a_foreign_thing_look_the_same(sample: Client, anna: Someone) -> None:
    sample.sign_in(anna.id)
    pages = [sample.get(f"/sample/{n}", status=404) for n in ("missing", "foreign", "nowhere")]
    assert len({page.html.main.find("h1").text for page in pages}) == 1


def test_a_refusal_says_why_in_a_sentence(sample: Client, anna: Someone) -> None:
    page = sample.sign_in(anna.id).get("/sample/admin", status=403)
    assert page.html.main.find("p").text


def test_a_holder_of_the_right_comes_in(sample: Client, people: People) -> None:
    assert sample.sign_in(people.manager().id).get("/sample/admin").text == "empty"


def test_a_failure_tells_an_id_and_nothing_else(sample: Client) -> None:
    page = sample.get("/sample/broken", status=500)
    assert "secret" not in page.text
    assert page.html.main.find("code").text == page.headers["X-Request-Id"]


def test_a_failure_of_a_plugin_names_it_on_the_health_page(sample: Client) -> None:
    for _ in range(3):
        sample.get("/sample/broken", status=500)
    record = sample.site.breakers.report()["sample", "sample.broken"]
    assert (record.total, record.last_error) == (3, "RuntimeError")


def test_a_database_that_does_not_answer_is_said_so(sample: Client) -> None:
    page = sample.get("/sample/database", status=503)
    assert page.headers["Retry-After"]
    assert "password" not in page.text


def test_a_full_disk_is_said_so(sample: Client) -> None:
    page = sample.get("/sample/disk", status=507)
    assert "No space" not in page.text


def test_a_site_without_tables_still_answers_with_a_page(sample: Client) -> None:
    with sample.site.database.write_engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE core_login_session")
        connection.exec_driver_sql("DROP TABLE core_counter")
    sample.site.state.expire()
    page = sample.get("/nowhere", status="*", headers={"Accept-Language": "en"})
    assert page.status_int in {404, 503}
    assert page.html.main.find("code").text


def test_a_program_that_asks_for_json_gets_it(sample: Client) -> None:
    answer = sample.get("/nowhere", status=404, headers={"Accept": "application/json"})
    assert answer.json["error"]["id"] == answer.headers["X-Request-Id"]
    assert answer.json["error"]["text"]


def test_pages_of_errors_carry_the_security_headers(sample: Client) -> None:
    for path, status in (("/nowhere", 404), ("/sample/broken", 500), ("/sample/empty", 303)):
        headers = sample.get(path, status=status).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


class TestTokens:
    def test_a_post_without_a_token_is_refused(self, sample: Client, anna: Someone) -> None:
        sample.sign_in(anna.id).post("/sample/alone", {"text": "x"}, status=400)

    def test_a_form_that_is_too_old_comes_back_filled(
        self, sample: Client, anna: Someone, box: Box
    ) -> None:
        form = main_form(sample.sign_in(anna.id).get("/sample/form"))
        form["title"] = "typed"
        sample.reset()
        sample.sign_in(anna.id)
        page = form.submit(status=400)
        assert main_form(page)["title"].value == "typed"
        assert not box.saved
        main_form(page).submit(status=303)
        assert box.saved[0]["title"] == "typed"

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_a_form_of_another_site_is_refused(
        self, sample: Client, anna: Someone, box: Box, headers: dict[str, str]
    ) -> None:
        token = sample.sign_in(anna.id).token()
        form = {"csrf_token": token, "text": "x"}
        sample.post("/sample/alone", form, headers=headers, status=400)
        assert not box.saved

    def test_a_form_of_ours_is_taken(self, sample: Client, anna: Someone, box: Box) -> None:
        token = sample.sign_in(anna.id).token()
        headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        form = {"csrf_token": token, "text": "x"}
        sample.post("/sample/alone", form, headers=headers, status=303)
        assert box.saved == [{"text": "x"}]

    def test_the_token_differs_on_each_page(self, sample: Client, anna: Someone) -> None:
        sample.sign_in(anna.id)
        assert sample.token() != sample.token()

    def test_another_account_does_not_see_what_was_typed(
        self, sample: Client, anna: Someone, people: People
    ) -> None:
        form = main_form(sample.sign_in(anna.id).get("/sample/form"))
        form["title"] = "private words"
        sample.reset()
        sample.sign_in(people.person().id)
        assert "private words" not in form.submit(status=400).text


def test_the_log_of_a_failure_keeps_to_one_line(
    sample: Client, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sample.get("/sample/none%0d%0aforged", status=404)
    assert "\nforged" not in capsys.readouterr().out


def test_a_page_that_draws_itself_comes_back_with_the_status_of_the_refusal(
    sample: Client, anna: Someone
) -> None:
    token = main_form(sample.sign_in(anna.id).get("/sample/form"))["csrf_token"].value
    sample.reset()
    sample.sign_in(anna.id)
    page = sample.post("/sample/plain", {"csrf_token": token, "text": "x"}, status=400)
    assert page.text == "empty"


def test_a_token_that_is_a_file_is_no_token(sample: Client, anna: Someone, box: Box) -> None:
    files = [("csrf_token", "token.txt", b"x")]
    sample.sign_in(anna.id).post("/sample/form", upload_files=files, status=400)
    assert not box.saved
