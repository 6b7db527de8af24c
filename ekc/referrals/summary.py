"""What an aanmelding tells, as labels and words for a page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ekc.people.languages import name as language
from ekc.referrals import codes
from ekc.referrals.lifecycle import BEFORE_ASSENT, BEFORE_HELD, ENDED, State
from ekc.referrals.models import Referral
from ekc.referrals.rules import CHILD, Said, assent_state
from ekc.referrals.standing import waits_for
from ekc.web.formatting import day

if TYPE_CHECKING:
    from ekc.accounts.covers import Instead
    from ekc.people.models import Person
    from ekc.referrals.queries import Concerned

Pairs = list[tuple[str, str | None]]


def story(referral: Referral) -> Pairs:
    """WAT: what it is about, in the household's own words."""
    return [
        ("Wat willen zij bereiken?", referral.goal),
        ("Wat speelt er?", referral.going_on),
        ("Wat zeggen zij er zelf over?", referral.own_words),
        ("Wat doen zij en hun mensen al zelf?", referral.already),
        ("Aanleiding", words(codes.THEMES, referral.themes)),
        ("Waar de vraag over gaat", words(codes.LIFE_AREAS, referral.life_areas)),
        ("Hulp die er nu is", referral.help_now),
    ]


def where(referral: Referral, place: str | None) -> Pairs:
    """WIE, as far as it is about the household as a whole."""
    return [
        ("Waar", "geen vast adres" if referral.no_fixed_address else place),
        ("Huishouden", _household(referral)),
        ("Talen", ", ".join(language(code) for code in referral.languages) or None),
        ("Mensen om hen heen", _label(codes.NETWORK, referral.network_size)),
        ("Extra uitleg nodig", "ja" if referral.extra_explanation else "nee"),
    ]


def practical(referral: Referral) -> Pairs:
    """What the bureau needs to know to arrange things."""
    return [
        ("Hoe snel", _label(codes.URGENCY, referral.urgency)),
        ("Veilig om op bezoek te gaan", _label(codes.VISITING, referral.visiting)),
        ("Vrijwillig", _label(codes.FRAME, referral.frame)),
        ("Opgeschaald (AVE)", _label(codes.AVE, referral.ave_status)),
        ("Wie heeft de regie", referral.lead_now),
        ("Betrokken organisaties", ", ".join(referral.organisations) or None),
        ("Hulpverleners nu", None if referral.professionals_now is None else str(referral.professionals_now)),
        ("Eerder hulp", _label(codes.YES_NO, referral.earlier_help)),
        ("Hoe de vraag binnenkwam", _label(codes.SOURCE, referral.source)),
    ]


def wishes(referral: Referral) -> Pairs:
    """What the household asks of a coordinator, until there is one. For who looks for one."""
    return [
        ("Wensen voor de coördinator", referral.wishes),
        ("Uit het eigen dorp", _label(codes.OWN_VILLAGE, referral.own_village)),
        ("Liever niet", referral.avoid),
    ]


def professionals(referral: Referral, concerned: Sequence[Concerned], instead: Instead | None) -> Pairs:
    """The two professionals by name; `instead`: who does it today for an achterwacht who is away."""
    names = {one.person.id: one.person for one in concerned}
    watch = _professional(names.get(referral.backstop_person_id or 0))
    if instead is not None:
        watch = f"{watch}. Nu: {instead.name}, tot en met {day(instead.until_day)}"
    return [
        ("Verantwoordelijk voor de familie", _professional(names.get(referral.responsible_person_id or 0))),
        ("Achterwacht van de coördinator", watch),
        ("Voorwaarden van een instantie", _label(codes.CONDITIONS, referral.conditions)),
    ]


def wanted(referral: Referral, concerned: Sequence[Concerned]) -> dict[str, bool]:
    """What the page must still ask for."""
    said = [one.assent.answer for one in concerned if one.assent]
    two = referral.responsible_person_id is not None and referral.backstop_person_id is not None
    return {
        "may_ask": referral.state not in ENDED,
        "refused": referral.state in BEFORE_HELD and "no" in said,
        "asks_authority": any(one.is_focus and one.person.age_group in CHILD for one in concerned),
        "needs_professionals": not two and referral.state == State.ASSENT_GIVEN,
    }


def agreed(referral: Referral, concerned: Sequence[Concerned]) -> bool:
    """Whether everybody who must agree says yes."""
    ages = {one.person.id: one.person.age_group for one in concerned if one.is_focus}
    said = [Said(one.person.id, one.assent.as_parent, one.assent.answer) for one in concerned if one.assent]
    return assent_state(ages, said, referral.authority) == "complete"


def waits(referral: Referral, concerned: Sequence[Concerned], *, chooses: bool) -> str | None:
    """Who is waited for: by name where somebody still has to agree; the family where it `chooses`."""
    if referral.state not in BEFORE_ASSENT:
        return waits_for(referral.state, chooses=chooses)
    names = [one.person.given_name for one in concerned if one.assent and one.assent.answer != "yes"]
    return " en ".join(names) or waits_for(referral.state)


def words(labels: dict[str, str], chosen: Iterable[str]) -> str | None:
    """The labels of codes, with commas; None where none was chosen."""
    return ", ".join(labels.get(code, code) for code in chosen) or None


def _household(referral: Referral) -> str | None:
    kind = _label(codes.HOUSEHOLD, referral.household)
    if not referral.children:
        return kind
    number = f"{referral.children} {'kind' if referral.children == 1 else 'kinderen'}"
    return f"{kind}, {number}" if kind else number


def _professional(one: Person | None) -> str | None:
    if one is None:
        return None
    return f"{one.name}, {one.organisation}" if one.organisation else one.name


def _label(labels: dict[str, str], code: str | None) -> str | None:
    return None if code is None else labels.get(code, code)
