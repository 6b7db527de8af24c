"""Left out and asked at the same moment: one outcome, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from ekc import create_app
from ekc.accounts.models import PersonalLink
from ekc.db import db
from ekc.matching.models import Offer
from ekc.people.service import Particulars
from ekc.pool import service as pool
from ekc.referrals import service as referrals
from ekc.referrals.models import Assignment, Exclusion
from tests.matching.stories import again, make_referral, open_round
from tests.world import empty_database, make_settings, make_world


def kept_link(offer: Offer) -> list[object]:
    """The link that stands in the mail, as a browser keeps it."""
    link = db.session.query(PersonalLink).filter_by(about_kind="offer", about_id=offer.id).one()
    return [link.id, link.version, "offer", offer.id]


def at_once(settings, world) -> list[tuple[str, str]]:
    """Six times: the family says 'not her' while she says yes; (what became of her, of the exclusion)."""
    found = []
    first, app = db.engine, create_app(settings)
    first.dispose()
    app.config.update(WTF_CSRF_ENABLED=False)
    pool.change_limits(again(world.cor.coordinator), 24, 1, None, by=world.petra.actor)
    db.commit()
    for number in range(6):
        referral = make_referral(world, focus=(Particulars("Yara", f"Huis{number}"),))
        (offer,) = open_round(world, referral, world.cor)
        link = kept_link(offer)
        referral_id, offer_id = referral.id, offer.id
        db.remove()

        def says_yes(link=link, offer_id=offer_id):
            client = app.test_client()
            with client.session_transaction() as session:
                session["links"] = [link]
            return client.post(f"/aanbod/{offer_id}/antwoord", data={"answer": "yes"}).status_code

        def says_not_her(referral_id=referral_id):
            client = app.test_client()
            with client.session_transaction() as session:
                session["_user_id"] = world.petra.session_id
            told = {"said_by": "family", "who": str(world.cor.coordinator.id)}
            return client.post(f"/aanmeldingen/{referral_id}/liever-niet", data=told).status_code

        with ThreadPoolExecutor(2) as both:
            verbs = (says_yes, says_not_her) if number % 2 else (says_not_her, says_yes)
            statuses = {verb: both.submit(verb) for verb in verbs}
        codes = tuple(statuses[verb].result() for verb in (says_yes, says_not_her))
        leads = db.session.query(Assignment).filter(Assignment.referral_id == referral_id).count()
        out = db.session.query(Exclusion).filter(Exclusion.referral_id == referral_id).count()
        state = db.session.get_one(Offer, offer_id).state
        assert (codes, leads, out, state) in {
            ((303, 422), 1, 0, "yes"),  # she was first: whoever says 'not her' reads how to replace her
            ((409, 303), 0, 1, "withdrawn"),  # they were: she reads that it is not needed any more
        }
        found.append(codes)
        referrals.move(
            db.session.get_one(type(referral), referral_id), "stop", reason="not_needed", by=world.petra.actor
        )
        db.commit()
    return found


def test_at_the_same_moment_there_is_one_outcome_on_sqlite(tmp_path):
    settings = make_settings(tmp_path)
    empty_database(settings)
    assert len(at_once(settings, make_world())) == 6
    db.engine.dispose()


def test_at_the_same_moment_there_is_one_outcome_on_postgresql(tmp_path, postgres_kept):
    settings = make_settings(tmp_path, postgres_kept)
    empty_database(settings)
    assert len(at_once(settings, make_world())) == 6
    db.engine.dispose()
