"""The web application put together: settings, extensions, blueprints."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request
from flask_login import LoginManager
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from ekc import seals, seed, settings, web
from ekc.accounts import visitors
from ekc.accounts.cover_views import bp as cover_bp
from ekc.accounts.roster_views import bp as roster_bp
from ekc.accounts.views import bp as accounts_bp
from ekc.agenda.keeping_views import bp as keeping_bp
from ekc.agenda.sheet_views import bp as day_sheet_bp
from ekc.agenda.team_feed_views import bp as team_feed_bp
from ekc.agenda.venue_views import bp as venues_bp
from ekc.agenda.views import bp as agenda_bp
from ekc.apart.hiding_views import bp as hiding_bp
from ekc.apart.views import bp as apart_bp
from ekc.areas.place_views import bp as localities_bp
from ekc.areas.views import bp as areas_bp
from ekc.arranging.views import bp as arranging_bp
from ekc.calendars.views import bp as calendars_bp
from ekc.calls.views import bp as calls_bp
from ekc.certificates.views import bp as certificates_bp
from ekc.choice.views import bp as choice_bp
from ekc.circle.board_views import bp as kring_bp
from ekc.circle.views import bp as circle_bp
from ekc.db import db, make_engine
from ekc.duty.reach_views import bp as reach_bp
from ekc.duty.views import bp as duty_bp
from ekc.exchange.views import bp as exchange_bp
from ekc.expenses.bureau_views import bp as expenses_bureau_bp
from ekc.expenses.payroll_views import bp as payroll_bp
from ekc.expenses.views import bp as expenses_bp
from ekc.family.views import bp as family_bp
from ekc.handover.views import bp as handover_bp
from ekc.home import navigation
from ekc.home.genuine_views import bp as genuine_bp
from ekc.home.views import bp as home_bp
from ekc.invitations.heard_views import bp as heard_bp
from ekc.invitations.views import bp as invitations_bp
from ekc.mailroom.views import bp as mailroom_bp
from ekc.matching.demand_views import bp as demands_bp
from ekc.matching.joint_views import bp as joint_bp
from ekc.matching.views import bp as matching_bp
from ekc.matching.weighting_views import bp as weightings_bp
from ekc.nearby.views import bp as nearby_bp
from ekc.notifications.letter_views import bp as letters_bp
from ekc.notifications.report_views import bp as reports_bp
from ekc.notifications.telephone_views import bp as telephones_bp
from ekc.notifications.views import bp as notifications_bp
from ekc.outcomes.views import bp as outcomes_bp
from ekc.places.views import bp as settings_bp
from ekc.polls.answer_views import bp as poll_answers_bp
from ekc.polls.views import bp as polls_bp
from ekc.pool.conduct_views import bp as conduct_bp
from ekc.pool.limits_views import bp as limits_bp
from ekc.pool.path_views import bp as path_bp
from ekc.pool.views import bp as pool_bp
from ekc.present.views import bp as present_bp
from ekc.publishing.views import bp as publishing_bp
from ekc.referrals.brought_views import bp as brought_bp
from ekc.referrals.clock_views import bp as clocks_bp
from ekc.referrals.condition_views import bp as conditions_bp
from ekc.referrals.draft_views import bp as drafts_bp
from ekc.referrals.exclusion_views import bp as exclusions_bp
from ekc.referrals.namesake_views import bp as namesakes_bp
from ekc.referrals.views import bp as referrals_bp
from ekc.referrals.week_views import bp as week_bp
from ekc.reporting.views import bp as reporting_bp
from ekc.safety.signal_views import bp as signals_bp
from ekc.safety.views import bp as safety_bp
from ekc.texts.mine_views import bp as my_messages_bp
from ekc.texts.views import bp as texts_bp
from ekc.thanks.views import bp as thanks_bp
from ekc.tonight.views import bp as tonight_bp
from ekc.training.views import bp as training_bp
from ekc.visits.views import bp as visits_bp
from ekc.voice.board_views import bp as board_bp
from ekc.voice.views import bp as voice_bp
from ekc.web.forms import READS

BLUEPRINTS = (
    accounts_bp,
    roster_bp,
    cover_bp,
    home_bp,
    genuine_bp,
    referrals_bp,
    week_bp,
    team_feed_bp,
    clocks_bp,
    drafts_bp,
    namesakes_bp,
    exclusions_bp,
    conditions_bp,
    brought_bp,
    matching_bp,
    joint_bp,
    demands_bp,
    weightings_bp,
    choice_bp,
    family_bp,
    pool_bp,
    path_bp,
    limits_bp,
    conduct_bp,
    training_bp,
    circle_bp,
    kring_bp,
    calls_bp,
    visits_bp,
    agenda_bp,
    keeping_bp,
    apart_bp,
    hiding_bp,
    day_sheet_bp,
    venues_bp,
    arranging_bp,
    duty_bp,
    reach_bp,
    safety_bp,
    signals_bp,
    tonight_bp,
    polls_bp,
    poll_answers_bp,
    handover_bp,
    invitations_bp,
    heard_bp,
    mailroom_bp,
    calendars_bp,
    publishing_bp,
    present_bp,
    outcomes_bp,
    certificates_bp,
    thanks_bp,
    voice_bp,
    board_bp,
    expenses_bp,
    expenses_bureau_bp,
    payroll_bp,
    exchange_bp,
    reporting_bp,
    settings_bp,
    areas_bp,
    localities_bp,
    nearby_bp,
    notifications_bp,
    letters_bp,
    reports_bp,
    telephones_bp,
    texts_bp,
    my_messages_bp,
)


class IdConverter(IntegerConverter):
    """Ids have 63 bits; a larger number in an address is an address that does not exist."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=(1 << 63) - 1)


def start(given: settings.Settings | None = None) -> settings.Settings:
    """Settings, keys and database for this process: all that the worker and the commands need."""
    chosen = given or settings.from_environment()
    settings.use(chosen)
    seals.configure(chosen.secret_key, current=chosen.secret_key_id, older=chosen.older_keys)
    db.bind(make_engine(chosen.database_url))
    return chosen


def make(given: settings.Settings | None = None) -> Flask:
    """The application, ready to serve."""
    chosen = start(given)
    app = Flask(
        "ekc",
        template_folder=str(settings.ROOT / "templates"),
        static_folder=None,
        instance_path=str(settings.INSTANCE),
    )
    app.url_map.converters["int"] = IdConverter
    app.secret_key = seals.derive(chosen.secret_key, "session")
    app.config.update(
        SESSION_COOKIE_NAME="ekc",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.public_url.startswith("https://"),
        DEMO_ACCOUNTS=seed.demo_accounts() if chosen.demo else (),
    )
    if hops := chosen.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign] # -- how Flask is wrapped
    app.before_request(_reading)
    app.teardown_appcontext(_remove_session)
    web.init_app(app)
    _init_login(app)
    app.template_context_processors[None] = [_page_words]  # the rest of what others add is there already
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _reading() -> None:
    db.reading(request.method in READS)


def _remove_session(_: BaseException | None) -> None:
    db.remove()


def _init_login(app: Flask) -> None:
    login = LoginManager(app, add_context_processor=False)  # templates know the actor, not the account
    login.session_protection = None  # it ends sessions when a phone changes networks
    login.user_loader(visitors.visitor)


def _page_words() -> dict[str, Any]:
    known = vars(g)
    actor = known.get("actor")
    return {
        "actor": actor,
        **navigation.folded(navigation.of(actor, request.path) if actor and actor.kind == "account" else []),
        "care": navigation.care(actor),
        "user_name": actor.name if actor else None,
        "municipality": known.get("municipality"),
        "elsewhere": known.get("elsewhere", {}),
        "hats": known.get("covers", {}),
        "demo": settings.current().demo,
    }
