"""Why something stops, waits or changes: for each kind of move, the reasons to choose from."""

from __future__ import annotations

REASONS = {
    "stop": {
        "plan_already": "er is al een plan gemaakt",
        "not_needed": "het bleek niet nodig",
        "no_wish_focus": "de hoofdpersoon wil het niet (meer)",
        "no_wish_circle": "de mensen eromheen willen het niet",
        "complex_divorce": "een scheiding maakt het nu te moeilijk",
        "circle_small": "er zijn te weinig mensen die kunnen",
        "other_help": "er is andere hulp nodig",
        "changed": "de situatie is veranderd",
        "unsafe": "het is niet veilig",
        "no_assent": "een ouder met gezag stemt niet in",
        "unreachable": "er is geen contact te krijgen",
        "no_coordinator": "er was geen passende coördinator",
        "moved": "verhuisd",
        "died": "overleden",
        "other": "anders",
    },
    "pause": {
        "building_trust": "vertrouwen opbouwen",
        "circumstances": "er is nu iets anders dat voorgaat",
        "asked": "de hoofdpersoon vraagt erom",
        "illness": "ziekte",
    },
    "return": {
        "assent_missing": "instemming is er nog niet",
        "details_missing": "er ontbreken gegevens",
        "elsewhere": "een ander heeft de regie en vraagt hier niet om",
        "not_fitting": "dit past niet bij een eigenkrachtconferentie",
    },
    "hand_over": {
        "crisis": "crisishulp",
        "specialist": "specialistische hulp",
        "reported": "iemand is niet veilig: gemeld bij Veilig Thuis",
        "stuck": "het zit vast: één hulpverlener neemt de regie",
        "other_town": "andere gemeente",
    },
    "hand_back": {
        "know_them": "ik ken hen",
        "works_there": "ik werk bij een betrokken organisatie",
        "no_room": "ik heb toch geen ruimte",
        "no_click": "de familie vraagt een andere coördinator",
        "illness": "ziekte",
    },
    "unplan": {
        "focus_asked": "de hoofdpersoon vraagt het",
        "key_person": "iemand die niet gemist kan worden, kan niet",
        "no_room": "de ruimte valt weg",
        "coordinator": "de coördinator kan niet",
        "not_held": "het ging die dag niet door",
    },
    "circle_on": {
        "placed": "er is een plek voor vannacht",
        "elsewhere": "er is op een andere manier een plek",
        "home": "thuis blijven kan toch",
        "themselves": "zij regelen het zelf",
    },
}
