"""The first message to somebody: it says who they spoke, so that it does not look like fraud.

The coordinator says the same in the call: "Je krijgt zo een bericht van mij." Only her first name may leave
the house: whom a family spoke in a team is not named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import settings
from ekc.notifications.rendering import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = "/klopt-dit"
SPOKE = "Je sprak met {name}. "
ASK = "Zoals afgesproken krijg je nu dit bericht. Twijfel je of het klopt? Bel {phone}, of kijk op {page}"
SPOKE_IN_ENGLISH = "You spoke with {name}. "
ASK_IN_ENGLISH = (
    "As agreed, you now get this message. Are you not sure that it is real? "
    "Call {phone}, or look at {page}?taal=en"
)
DUTCH, ENGLISH = (SPOKE, ASK), (SPOKE_IN_ENGLISH, ASK_IN_ENGLISH)


def introduced(
    words: Words, name: str, context: Mapping[str, object], said: tuple[str, str] = DUTCH
) -> Words:
    """The words with who was spoken after the greeting; an empty `name`: only that it was agreed. `context`
    holds the number to call, as `phone`.

    A text begins with whom they spoke where it stays one message of 160 signs.
    """
    page = f"{settings.current().public_url}{PAGE}"
    spoke = said[0].format(name=name) if name else ""
    ask = said[1].format(phone=context["phone"], page=page)
    greeting, _, rest = words.body.partition("\n\n")
    longer = words._replace(body=f"{greeting}\n\n{spoke}{ask}\n\n{rest}", sms=f"{spoke}{words.sms}")
    return longer if longer.texts == 1 else longer._replace(sms=words.sms)
