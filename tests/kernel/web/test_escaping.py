from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from updago.kernel.web.escaping import QuickEscaping, escape_text

VALUES = st.one_of(
    st.text(), st.integers(), st.none(), st.text().map(Markup), st.text(alphabet="<>&'\"a")
)


def drawn(source: str, **values: object) -> tuple[str, str]:
    plain = Environment(autoescape=True)
    quick = Environment(autoescape=True, extensions=[QuickEscaping])
    return plain.from_string(source).render(values), quick.from_string(source).render(values)


@given(VALUES)
def test_a_value_is_escaped_as_the_library_does(value: object) -> None:
    assert escape_text(value) == escape(value)


@given(VALUES, VALUES)
def test_templates_come_out_the_same(first: object, second: object) -> None:
    source = (
        "{% macro m(x) %}<i>{{ x }}</i>{{ caller() if caller }}{% endmacro %}"
        "{% set both %}{{ a }}|{{ b }}{% endset %}"
        "{{ a }}{{ a ~ b }}{{ both }}{{ m(b) }}{% call m(a) %}{{ b }}{% endcall %}"
        "{% for x in (a, b) %}{{ loop.index }}{{ x }}{% endfor %}{{ a | e }}{{ b | safe }}"
    )
    plain, quick = drawn(source, a=first, b=second)
    assert plain == quick


def test_a_part_without_escaping_stays_without() -> None:
    plain, quick = drawn("{% autoescape false %}{{ a }}{% endautoescape %}{{ a }}", a="<b>")
    assert plain == quick == "<b>&lt;b&gt;"


def test_what_the_environment_does_to_every_value_is_still_done() -> None:
    def shout(value: object) -> object:
        return f"{value}!"

    texts = [
        Environment(autoescape=True, finalize=shout, extensions=extensions)
        .from_string("{{ a }}|{{ b }}")
        .render(a="<b>", b=1)
        for extensions in ([], [QuickEscaping])
    ]
    assert texts[0] == texts[1] == "&lt;b&gt;!|1!"
