"""The sums of a fidelity report are exact, whatever is counted."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from plugins.moodle_import.making.report import Detail, Outcome, Report

outcomes = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(Outcome)), max_size=30)


@given(outcomes)
def test_the_total_is_kept_adapted_and_refused(counted: list[tuple[str, Outcome]]) -> None:
    report = Report("moodle2", "4.5")
    for kind, outcome in counted:
        report.item(kind, outcome)
        report.question(kind, outcome)
    document = json.loads(json.dumps(report.as_json()))

    for tally in (document["items"], document["questions"], *document["by_type"].values()):
        assert tally["total"] == tally["kept"] + tally["adapted"] + tally["refused"]
        assert tally["waiting"] <= tally["refused"]
    assert document["items"]["total"] == len(counted)
    assert document["items"]["waiting"] == sum(o is Outcome.WAITING for _, o in counted)
    assert document["by_type"] == document["by_question_type"]
    for key in ("total", "kept", "adapted", "refused", "waiting"):
        assert document["items"][key] == sum(t[key] for t in document["by_type"].values())


def test_a_detail_fills_its_sentence() -> None:
    report = Report("moodle2", "4.5")
    report.details.append(
        Detail("file", "", "a", Outcome.REFUSED, "${name} is gone: ${n}", {"name": "é", "n": 3})
    )

    (detail,) = json.loads(json.dumps(report.as_json()))["details"]
    assert detail["reason"] == "é is gone: 3"
    assert detail["outcome"] == "refused"
