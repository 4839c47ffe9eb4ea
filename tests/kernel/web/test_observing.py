from __future__ import annotations

import json
import logging

import pytest

from updago.testing.factories.people import Someone
from updago.testing.web import Client, queries


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


def test_metrics_count_requests_and_failures_by_plugin(sample: Client) -> None:
    sample.get("/sample/broken", status=500)
    text = sample.get("/metrics").text
    assert (
        'updago_request_seconds_count{method="GET",route="sample.broken",status="5xx"} 1.0' in text
    )
    assert 'updago_plugin_failures_total{place="sample.broken",plugin="sample"} 1.0' in text


def test_two_sites_of_one_process_count_apart(sample: Client, make_app: object) -> None:
    sample.get("/healthz")
    other: Client = make_app()  # type: ignore[operator]
    assert 'route="core.health.live"' not in other.get("/metrics").text


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
