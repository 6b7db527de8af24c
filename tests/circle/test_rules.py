"""Who may stand around a household."""

from __future__ import annotations

import pytest

from ekc.circle import rules
from ekc.errors import DomainError


def test_a_given_name_is_enough():
    rules.check("Opa", "family")


@pytest.mark.parametrize(
    ("name", "relation", "sentence"),
    [("", "family", "voornaam"), ("  ", "family", "voornaam"), ("Opa", "boss", "bij de familie hoort")],
)
def test_without_a_name_or_a_relation_nobody_is_written_down(name, relation, sentence):
    with pytest.raises(DomainError, match=sentence):
        rules.check(name, relation)


@pytest.mark.parametrize("relation", rules.RELATIONS)
def test_around_is_who_is_neither_in_the_house_nor_at_work(relation):
    assert rules.is_outside(relation) is (relation not in {"household", "professional"})
    assert relation in rules.SHORT
