from __future__ import annotations

import io
import time
from typing import Any

import pytest

from updago.kernel.web import limits
from updago.testing.factories.people import Someone
from updago.testing.web import Client


def answer_to(sample: Client, path: str, query: str = "", **more: Any) -> int:
    """The status for an address that no client library would send."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **more,
    }
    statuses: list[str] = []
    for _ in sample.wsgi(environ, lambda status, *_: statuses.append(status)):
        pass
    return int(statuses[0].split()[0])


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/\xff", ""),
        ("/a\0b", ""),
        ("/", "a=%ff"),
        ("/", "a=%00"),
        ("/", "page=1000000000"),
        ("/", "page=-1"),
        ("/", "page=one"),
        ("/", "page=%D9%A3"),
        ("/", "q=" + "a" * 2_001),
        ("/", "&".join(f"a{n}=1" for n in range(300))),
        ("/" + "a" * 9_000, ""),
        ("/", "q=" + "a" * 1_000_000),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_at_once(
    sample: Client, path: str, query: str
) -> None:
    began = time.process_time()
    assert 400 <= answer_to(sample, path, query) < 500
    assert time.process_time() - began < 1


@pytest.mark.parametrize("query", ["page=1", "page=1000000", "q=%C3%A9t%C3%A9", "q=" + "a" * 2_000])
def test_an_address_that_can_be_used_is_taken(sample: Client, query: str) -> None:
    assert answer_to(sample, "/sample/open", query) == 200


class TestBodies:
    @pytest.fixture(autouse=True)
    def _signed_in(self, sample: Client, anna: Someone) -> None:
        self.client = sample.sign_in(anna.id)
        self.token = {"X-CSRF-Token": sample.token()}

    def send(self, body: bytes, kind: str, path: str = "/sample/alone") -> int:
        headers = {**self.token, "Content-Type": kind}
        return int(self.client.post(path, body, headers=headers, status="*").status_int)

    def test_a_form_of_many_keys_is_refused(self) -> None:
        body = b"&".join(b"k%d=1" % n for n in range(100_000))
        assert self.send(body, limits.FORM) == 413

    def test_a_large_form_is_refused(self) -> None:
        assert self.send(b"text=" + b"a" * limits.FORM_BYTES, limits.FORM) == 413

    def test_a_form_of_the_usual_size_is_taken(self) -> None:
        assert self.send(b"text=" + b"a" * 100_000, limits.FORM) == 303

    @pytest.mark.parametrize(
        "body", [b"[" * 100_000, b'{"a":' * 100_000, b'"' + b"a" * 10_000_000 + b'"']
    )
    def test_hostile_json_is_refused(self, body: bytes) -> None:
        assert 400 <= self.send(body, limits.JSON) < 500

    def test_json_of_the_usual_size_reaches_the_pages(self) -> None:
        assert self.send(b'{"a": [1, 2]}', limits.JSON, "/nowhere") == 404

    def test_more_than_the_greatest_file_is_refused_before_it_is_read(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        most = self.client.site.state.setting("upload_max_bytes")
        monkeypatch.setattr(limits, "FORM_BYTES", 20 - most)
        assert self.send(b"x" * 21, "multipart/form-data; boundary=b") == 413
        assert self.send(b"x" * 20, "multipart/form-data; boundary=b", "/nowhere") == 404

    @pytest.mark.parametrize("kind", ["text/plain", "application/xml", "x"])
    def test_what_is_no_form_is_refused(self, kind: str) -> None:
        assert self.send(b'{"text": "x"}', kind) == 415

    def test_many_parts_are_refused(self) -> None:
        part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        began = time.process_time()
        assert self.send(part * 20_000 + b"--b--\r\n", "multipart/form-data; boundary=b") == 413
        assert time.process_time() - began < 2

    def test_a_boundary_across_two_chunks_is_counted(self, monkeypatch: Any) -> None:
        monkeypatch.setattr(limits, "CHUNK", 7)
        monkeypatch.setattr(limits, "FORM_KEYS", 3)
        part = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx\r\n'
        kind = "multipart/form-data; boundary=b"
        assert self.send(part * 2 + b"--b--\r\n", kind) == 303
        assert self.send(part * 3 + b"--b--\r\n", kind) == 413

    @pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary="])
    def test_parts_without_a_boundary_are_refused(self, kind: str) -> None:
        assert 400 <= self.send(b"x", kind) < 500

    def test_signs_that_no_browser_sends_are_refused(self) -> None:
        assert 400 <= self.send(b"text=a%00b", limits.FORM) < 500

    def test_text_that_is_not_utf8_is_refused(self) -> None:
        assert self.send(b"text=%ff", limits.FORM) == 400


@pytest.mark.parametrize("kind", [limits.FORM, "multipart/form-data; boundary=b"])
def test_a_body_that_ends_early_is_refused(sample: Client, kind: str) -> None:
    body: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": "500",
        "wsgi.input": io.BytesIO(b"text=x"),
    }
    assert answer_to(sample, "/sample/alone", **body) == 400
