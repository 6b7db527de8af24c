"""Whatever somebody types or sends: no error of ours, nothing comes back as markup."""

from __future__ import annotations

import pytest

from ekc.db import db
from ekc.referrals.forms import FOCUS_GROUPS, PARENT_GROUPS, ReferralForm
from ekc.referrals.models import Referral
from tests.referrals.builders import FORM, make_draft, make_referral

NASTY = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% raise %}",
    "'; DROP TABLE referral; --",
    "a\r\nSubject: x",
    "nul\x00byte",
    "\u202egnirts desrever\u2066",
    "half \ud800 pair".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "１２３４５６７８９０",
    "x" * 100_000,
    "9" * 400,
    "31-02-2026",
    "-1",
    "1e309",
)


def every_field(app):
    """The names of all fields of the form."""
    with app.test_request_context():
        form = ReferralForm()
        names = []
        for field in form:
            inner = getattr(field, "form", None)
            names += [each.name for each in inner] if inner is not None else [field.name]
        return names


def test_no_field_can_break_the_form(world, app, client_of):
    draft = make_draft(world)
    client = client_of(world.sanne)
    names = every_field(app)
    assert len(names) > 80
    for nasty in NASTY:
        many = names if len(nasty) < 1000 else names[::30]  # a form has a largest size
        data = {**dict.fromkeys(many, nasty), "focus1-age": "none of ours"}
        for verb, status in (("concept", 204), ("indiening", 422)):
            page = client.post(f"/aanmeldingen/{draft.id}/{verb}", data=data)
            assert (page.status_code, nasty[:20]) == (status, nasty[:20])
            assert "<script>alert" not in page.text
        assert "<script>alert" not in client.get(f"/aanmeldingen/{draft.id}/formulier").text
    db.session.expire_all()
    assert db.session.get_one(Referral, draft.id).state == "draft"


def test_a_form_without_end_is_refused(world, client_of):
    draft = make_draft(world)
    page = client_of(world.sanne).post(f"/aanmeldingen/{draft.id}/concept", data={"goal": "x" * 700_000})
    assert page.status_code == 413


@pytest.mark.parametrize("nasty", NASTY[:8], ids=lambda text: repr(text[:12]))
def test_what_was_sent_is_shown_as_words(world, client_of, nasty):
    draft = make_draft(world)
    client = client_of(world.sanne)
    words = {"goal": nasty, "wishes": nasty, "focus1-given_name": nasty[:60], "organisations": nasty}
    assert client.post(f"/aanmeldingen/{draft.id}/indiening", data={**FORM, **words}).status_code == 303
    for somebody in (world.sanne, world.petra):
        page = client_of(somebody).get(f"/aanmeldingen/{draft.id}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "\x00" not in page.text
        assert "\u202e" not in page.text


def test_no_field_can_break_the_page(world, client_of):
    referral = make_referral(world)
    client = client_of(world.sanne)
    forms = {
        "instemming": ("person", "answer"),
        "stap": ("stap", "stop-reason"),
        "ouders": ("gezag-authority", "gezag-given_name", "gezag-surname", "gezag-phone"),
        "verantwoordelijken": ("responsible_is", "backstop_is", "responsible-surname", "conditions"),
    }
    for nasty in NASTY:
        for verb, names in forms.items():
            page = client.post(f"/aanmeldingen/{referral.id}/{verb}", data=dict.fromkeys(names, nasty))
            assert page.status_code in {404, 422}, (verb, nasty[:20])
            assert "<script>alert" not in page.text


def test_groups_are_fixed_so_nobody_adds_a_fifth(world, client_of):
    draft = make_draft(world)
    data = {**FORM, "focus5-given_name": "Vijf", "parent3-given_name": "Drie"}
    assert client_of(world.sanne).post(f"/aanmeldingen/{draft.id}/indiening", data=data).status_code == 303
    page = client_of(world.sanne).get(f"/aanmeldingen/{draft.id}").text
    assert "Vijf" not in page
    assert (len(FOCUS_GROUPS), len(PARENT_GROUPS)) == (4, 2)


def test_strange_numbers_are_no_page(world, client_of):
    client = client_of(world.sanne)
    for number in ("0", "-1", "99999999999999999999999", "1.5", "x"):
        assert client.get(f"/aanmeldingen/{number}").status_code == 404, number
