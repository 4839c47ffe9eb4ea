from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest

from tests.kernel.web.sample.plugin import SamplePlugin
from updago.kernel.app import Site
from updago.kernel.settings.values import networks
from updago.testing.factories.people import Someone
from updago.testing.web import Client, queries

TOKEN = "figures-for-prometheus"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def test_the_process_lives_without_asking_the_database(sample: Client) -> None:
    sample.get("/healthz")
    with queries(sample.site) as seen:
        assert sample.get("/healthz").text == "ok"
    assert len(seen) == 0


def test_readiness_names_what_fails(sample: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sample.get("/readyz").json == {"database": "ok", "files": "ok"}

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(type(sample.site.files), "has", refuse)
    assert sample.get("/readyz", status=503).json == {"database": "ok", "files": "fail"}


@pytest.fixture
def watched(make_site: Callable[..., Site]) -> Client:
    """A site whose figures are read with a token."""
    return Client(make_site(SamplePlugin(), metrics_token=TOKEN))


def test_metrics_count_requests_and_failures_by_plugin(watched: Client) -> None:
    watched.get("/sample/broken", status=500)
    text = watched.get("/metrics", headers=BEARER).text
    assert (
        'updago_request_seconds_count{method="GET",route="sample.broken",status="5xx"} 1.0' in text
    )
    assert 'updago_plugin_failures_total{place="sample.broken",plugin="sample"} 1.0' in text


def test_two_sites_of_one_process_count_apart(sample: Client, watched: Client) -> None:
    sample.get("/healthz")
    assert 'route="core.health.live"' not in watched.get("/metrics", headers=BEARER).text


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"]
)
def test_metrics_are_closed_to_whoever_has_no_token(watched: Client, authorization: str) -> None:
    watched.get("/metrics", headers={"Authorization": authorization}, status=404)


def test_metrics_are_closed_on_a_site_that_names_nobody(sample: Client) -> None:
    for headers in ({}, {"Authorization": "Bearer "}, {"X-Forwarded-For": "127.0.0.1"}):
        sample.get("/metrics", headers=headers, status=404)


@pytest.mark.parametrize(
    ("address", "status"),
    [("10.3.0.9", 200), ("::1", 200), ("10.4.0.1", 404), ("2001:db8::1", 404), ("", 404)],
)
def test_metrics_are_open_to_the_networks_of_the_setting(
    make_site: Callable[..., Site], address: str, status: int
) -> None:
    site = make_site(SamplePlugin(), metrics_networks=networks("10.3.0.0/16 ::1"))
    Client(site).get("/metrics", extra_environ={"REMOTE_ADDR": address}, status=status)


def test_a_request_is_one_line_without_secrets(
    sample: Client, anna: Someone, caplog: pytest.LogCaptureFixture
) -> None:
    sample.sign_in(anna.id)
    caplog.set_level(logging.INFO, "updago.requests")
    sample.get("/kept/a-secret-key?token=hidden", status=404)
    sample.get("/no%0d%0aforged", status=404)
    lines = [r.getMessage() for r in caplog.records if r.name == "updago.requests"]
    assert all("\n" not in line and "\r" not in line for line in lines)
    first, second = map(json.loads, lines)
    assert (first["route"], first["status"], first["person"]) == ("kept.view", 404, anna.id)
    assert "secret" not in lines[0]
    assert "hidden" not in lines[0]
    assert second["path"] == "/no\r\nforged"
