"""Our templates say what Jinja's own say, to the byte."""

from typing import Any

import pytest
from flask import Flask
from flask.templating import Environment
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from ekc.web.quick import QuickEnvironment

PARTS = """
{% macro plain(label, kind="primary", name=None) %}<{{ label }}|{{ kind }}|{{ name }}>{% endmacro %}
{% macro around(title="") %}[{{ title }}{{ caller() }}]{% endmacro %}
{% macro each(rows) %}{% for row in rows %}{{ caller(row, loop.index) }}{% endfor %}{% endmacro %}
{% macro anything() %}{{ varargs }}{{ kwargs }}{% endmacro %}
{% macro shared() %}{{ common }}{{ own }}{% endmacro %}
"""
IMPORT = '{% from "parts.html" import plain, around, each, anything, shared %}'
SAME = [
    "{{ plain('a') }}{{ plain('a', 'b') }}{{ plain('a', name='c') }}{{ plain(kind=3, label=bad) }}",
    "{{ plain() }}",
    "{% call around(bad) %}<b>{{ bad }}</b>{% endcall %}{% call around() %}x{% endcall %}",
    "{% call(row, n) each(rows) %}{{ n }}{{ row.name }}{{ plain(row.name) }}{% endcall %}",
    "{{ anything(1, bad, x=2) }}{{ shared() }}",
    "{{ bad }}{{ good }}{{ 3 }}{{ number }}{{ none }}{{ nothing }}{{ rows[0] }}",
    "{{ true }}{{ 1.5 }}{{ own_html }}{{ good|upper }}",
    "{% for row in tree recursive %}{{ row.name }}({{ loop(row.below) }}){% endfor %}",
    "{% set x %}<i>{{ bad }}</i>{% endset %}{{ x }}{{ plain(x) }}{{ bad ~ x }}{{ [bad, x]|join(', ') }}",
    "{{ 'a'.upper() }}{{ dict(a=1).items()|list }}{{ range(3)|list }}{{ namespace(a=bad).a }}",
]


class Html:
    """Something that knows how it stands in a page."""

    def __html__(self) -> str:
        return "<hr>"


VALUES: dict[str, Any] = {
    "bad": "<b>'\"&",
    "good": Markup("<b>&amp;</b>"),
    "number": 2**62,
    "own_html": Html(),
    "own": "of the page",
    "rows": [{"name": "<Oma>"}, {"name": Markup("<u>")}],
    "tree": [{"name": "a", "below": [{"name": "b", "below": []}]}],
}


def environment(kind: type[Environment]) -> Environment:
    """Templates of this kind, which share one value."""
    made = kind(Flask("any"), loader=DictLoader({"parts.html": PARTS}), autoescape=True)
    made.globals["common"] = "<common>"
    return made


def said(kind: type[Environment], source: str) -> str:
    return environment(kind).from_string(IMPORT + source).render(VALUES)


@pytest.mark.parametrize("source", SAME)
def test_a_page_says_the_same(source: str) -> None:
    assert said(QuickEnvironment, source) == said(Environment, source)


def test_what_is_no_page_never_becomes_html() -> None:
    made = environment(QuickEnvironment)
    made.autoescape = lambda name: name != "plain.txt"
    made.loader = DictLoader({"plain.txt": "{% macro raw(x) %}{{ x }}{% endmacro %}"})
    page = made.from_string('{% from "plain.txt" import raw %}{{ raw(bad) }}')
    assert page.render(VALUES) == "&lt;b&gt;&#39;&#34;&amp;"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ plain('a', colour='red') }}", TypeError),
        ("{{ plain('a', label='b') }}", TypeError),
        ("{{ plain(1, 2, 3, 4) }}", TypeError),
        ("{% call plain('a') %}x{% endcall %}", TypeError),
        ("{{ around('a') }}", UndefinedError),
        ("{{ unknown() }}", UndefinedError),
    ],
)
def test_a_mistake_in_a_template_is_told_as_jinja_tells_it(source: str, error: type[Exception]) -> None:
    for kind in (QuickEnvironment, Environment):
        with pytest.raises(error):
            said(kind, source)
