"""Files over the web: sending drafts, and what is sent back."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import HTTP
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kernel.web.sample.plugin import SamplePlugin
from updago.kernel.app import Site
from updago.testing.factories.people import People
from updago.testing.web import Client

CONTENT = bytes(range(100))


@pytest.fixture
def site(make_site: Any) -> Site:
    found: Site = make_site(SamplePlugin())
    return found


@pytest.fixture
def writer(site: Site) -> Client:
    """The browser of somebody who writes."""
    return Client(site).sign_in(People(site).person().id)


def send(writer: Client, name: str = "a.bin", content: bytes = CONTENT) -> Any:
    files = [("file", name, content)]
    return writer.post("/files", {"csrf_token": writer.token()}, upload_files=files).json


def test_a_draft_belongs_to_its_author_alone(site: Site, writer: Client) -> None:
    sent = send(writer, "Le cœur.txt", b"coeur")
    assert (sent["name"], sent["size"], sent["type"]) == ("Le cœur.txt", 5, "text/plain")
    answer = writer.get(sent["url"])
    assert answer.body == b"coeur"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    other = writer.other()
    other.get(sent["url"], status=404)
    other.sign_in(People(site).person("another").id).get(sent["url"], status=404)


def test_a_form_without_a_file_is_refused(writer: Client) -> None:
    writer.post("/files", {"csrf_token": writer.token(), "file": "no file"}, status=422)


@pytest.mark.parametrize("uid", ["nothing", "00000000-0000-7000-8000-000000000000"])
def test_an_address_that_no_file_has_is_missing(writer: Client, uid: str) -> None:
    writer.get(f"/files/{uid}/a.bin", status=404)


def test_a_content_that_the_browser_has_is_not_sent_again(writer: Client) -> None:
    url = send(writer)["url"]
    tag = writer.get(url).headers["ETag"]
    again = writer.get(url, headers={"If-None-Match": tag}, status=304)
    assert again.body == b""
    assert writer.get(url, headers={"If-None-Match": '"other"'}).body == CONTENT


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=90-", 90, 100),
        ("bytes=-7", 93, 100),
        ("bytes=-500", 0, 100),
        ("bytes=95-500", 95, 100),
    ],
)
def test_the_part_that_is_asked_for_is_sent(
    writer: Client, asked: str, start: int, end: int
) -> None:
    url = send(writer)["url"]
    answer = writer.get(url, headers={"Range": asked})
    assert answer.body == CONTENT[start:end]
    if (start, end) == (0, 100):
        assert answer.status_int == 200
    else:
        assert answer.status_int == 206
        assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/100"


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=9-3", "bytes=-0"])
def test_a_part_that_is_not_there_cannot_be_sent(writer: Client, asked: str) -> None:
    answer = writer.get(send(writer)["url"], headers={"Range": asked}, status=416)
    assert answer.headers["Content-Range"] == "bytes */100"


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=-"},
        {"Range": "bytes=0-9, 5-20"},
        {"Range": "bytes=" + ",".join(f"{n}-{n}" for n in range(9))},
        {"Range": "bytes=0-" + "9" * 5000},
        {"Range": "pages=1-2"},
        {"Range": "bytes=0-9", "If-Range": '"an older one"'},
    ],
)
def test_whoever_asks_oddly_or_for_an_older_one_gets_the_whole(
    writer: Client, headers: dict[str, str]
) -> None:
    assert writer.get(send(writer)["url"], headers=headers, status=200).body == CONTENT


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("bytes=0-1,5-6", [(0, 2), (5, 7)]),
        ("Bytes= 90- , 0-4", [(90, 100), (0, 5)]),
        ("bytes=0-0,-1,500-", [(0, 1), (99, 100)]),
    ],
)
def test_several_parts_are_sent_in_one_body(
    writer: Client, asked: str, parts: list[tuple[int, int]]
) -> None:
    answer = writer.get(send(writer)["url"], headers={"Range": asked}, status=206)
    assert "Content-Range" not in answer.headers
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    head = f"Content-Type: {answer.headers['Content-Type']}\r\n\r\n".encode()
    message = message_from_bytes(head + answer.body, policy=HTTP)
    assert message.get_content_type() == "multipart/byteranges"
    found = [
        (part["Content-Range"], part.get_payload(decode=True)) for part in message.iter_parts()
    ]
    assert found == [(f"bytes {a}-{b - 1}/100", CONTENT[a:b]) for a, b in parts]


def test_one_of_several_parts_that_is_there_is_sent_alone(writer: Client) -> None:
    url = send(writer)["url"]
    answer = writer.get(url, headers={"Range": "bytes=0-4,200-300"}, status=206)
    assert (answer.headers["Content-Range"], answer.body) == ("bytes 0-4/100", CONTENT[:5])
    writer.get(url, headers={"Range": "bytes=100-,200-300"}, status=416)


def test_a_part_of_the_same_content_is_sent(writer: Client) -> None:
    url = send(writer)["url"]
    tag = writer.get(url).headers["ETag"]
    answer = writer.get(url, headers={"Range": "bytes=0-9", "If-Range": tag}, status=206)
    assert answer.body == CONTENT[:10]


def test_a_content_that_is_lost_is_told(site: Site, writer: Client) -> None:
    url = send(writer)["url"]
    (stored,) = site.files.contents()
    site.files.delete(stored.sha256)
    assert "administrat" in writer.get(url, status=404).html.find("main").text


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None
)
@given(asked=st.text("0123456789-,=bytes ", max_size=14))
def test_no_range_whatever_breaks_the_answer(writer: Client, asked: str) -> None:
    url = send(writer)["url"]
    assert writer.get(url, headers={"Range": asked}, status="*").status_int in {200, 206, 416}
