"""Letters: the bureau prints what waits as one stack, and says when it is in the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template

from ekc import clock, settings
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.audit.service import record
from ekc.family import queries as family_queries
from ekc.family import service as family
from ekc.notifications import queries, stacks
from ekc.notifications.delivery import link_of, with_link
from ekc.notifications.on_paper import sheet
from ekc.notifications.rules import where
from ekc.places.queries import municipality
from ekc.web import paper, qr
from ekc.web.formatting import count, phone
from ekc.web.formatting import day as in_words
from ekc.web.posting import committed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.notifications.models import LetterStack

bp = Blueprint("letters", __name__)


@bp.get("/brieven")
@allow(Role.BUREAU)
def show(actor: Actor) -> ResponseReturnValue:
    """How many wait, the stacks that were made, and how all messages fare."""
    many, before = stacks.waiting(actor.municipality_id, clock.now())
    return render_template(
        "notifications/letters.html",
        many=many,
        before=before,
        stacks=stacks.newest(actor.municipality_id),
        ways=queries.by_way(actor.municipality_id, clock.now()),
        where=where,
    )


@bp.post("/brieven")
@allow(Role.BUREAU)
def take(actor: Actor) -> ResponseReturnValue:
    """Everything that waits becomes one stack."""
    stack, many = stacks.take(actor.municipality_id, actor.account_id, clock.now())
    record("print_letters", "letter_stack", stack.id, by=actor)
    return committed(".stack", f"{count(many, 'brief', 'brieven')} klaar om te printen.", id=stack.id)


@bp.get("/brieven/<int:id>")
@allow(Role.BUREAU)
def stack(actor: Actor, id: int) -> ResponseReturnValue:
    """One stack: print it, post it."""
    found = stacks.get_for(actor.municipality_id, id)
    return render_template("notifications/stack.html", stack=found, many=len(stacks.letters(found)))


@bp.get("/brieven/<int:id>/brieven.pdf")
@allow(Role.BUREAU)
def printed(actor: Actor, id: int) -> ResponseReturnValue:
    """The letters themselves, one after the other."""
    found = stacks.get_for(actor.municipality_id, id)
    actor.saw("letter_stack", found.id)
    headers = {"Content-Disposition": 'attachment; filename="brieven.pdf"'}
    return Response(_pdf(found), content_type="application/pdf", headers=headers)


@bp.post("/brieven/<int:id>/gepost")
@allow(Role.BUREAU)
def posted(actor: Actor, id: int) -> ResponseReturnValue:
    """They are in the mail."""
    found = stacks.get_for(actor.municipality_id, id)
    many = stacks.post(found)
    family.note_posted(found.municipality_id, stacks.about(found, family_queries.ABOUT))
    record("post_letters", "letter_stack", found.id, by=actor)
    return committed(".show", f"{count(many, 'brief', 'brieven')} op de post.")


def sheets(found: LetterStack) -> list[dict[str, object]]:
    """What stands on each letter of a stack."""
    here, chosen = municipality(found.municipality_id), settings.current()
    day = in_words(found.made_at)
    return [
        sheet(
            one.address,
            one.subject,
            with_link(one, one.body_text, chosen),
            link_of(one, chosen) if one.link_id else None,
            day,
            qr.picture,
            (phone(here.central_phone), chosen.public_url),
        )
        for one in stacks.letters(found)
    ]


def _pdf(found: LetterStack) -> bytes:
    sender = f"Gemeente {municipality(found.municipality_id).name}"
    return paper.pdf("letters", {"title": "Brieven", "sender": sender, "sheets": sheets(found)})
