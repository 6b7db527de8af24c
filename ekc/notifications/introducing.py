"""The first message to somebody: it says who they spoke, so that it does not look like fraud.

The coordinator says the same in the call: "Je krijgt zo een bericht van mij."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import settings
from ekc.notifications import gsm
from ekc.notifications.markup import LINK
from ekc.notifications.rendering import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = "/klopt-dit"
TOKEN = "x" * 35  # as long as the secret part of a personal link
SPOKE = "Je sprak met {name}. Zoals afgesproken krijg je nu dit bericht. Twijfel je of het klopt? "
ASK = "Bel {phone}, of kijk op {page}"
IN_ENGLISH = (
    "You spoke with {name}. As agreed, you now get this message. Are you not sure that it is real? "
    "Call {phone}, or look at {page}"
)


def introduced(words: Words, name: str, context: Mapping[str, object], sentence: str = SPOKE + ASK) -> Words:
    """The words with who was spoken after the greeting. `context` holds the number to call, as `phone`.

    A text begins with it where it stays one message of 160 signs.
    """
    page = f"{settings.current().public_url}{PAGE}"
    sentence = sentence.format(name=name, phone=context["phone"], page=page)
    greeting, _, rest = words.body.partition("\n\n")
    return words._replace(body=f"{greeting}\n\n{sentence}\n\n{rest}", sms=_short(sentence, words.sms))


def _short(sentence: str, sms: str) -> str:
    longer = f"{sentence.partition('. ')[0]}. {sms}"
    whole = longer.replace(LINK, f"{settings.current().public_url}/k/{TOKEN}")
    return longer if gsm.parts(gsm.plain(whole)) == 1 else sms
