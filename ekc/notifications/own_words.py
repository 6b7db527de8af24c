"""A text that a municipality wrote itself: what may stand in it, and how it is filled in. Pure.

A text knows words between `{{ … }}` and `{% if … %} … {% else %} … {% endif %}`, nothing else: no loops,
calls, filters or attributes, and little inside one another. So it cannot run long, grow large, or reach
anything. The words have their Dutch names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ekc.errors import DomainError
from ekc.notifications import hygiene
from ekc.notifications.kinds import LINK as LINK_WORD
from ekc.notifications.kinds import LOCKED, PHONE, WORDS, Audience, Kind
from ekc.notifications.markup import LINK

MOST = {"subject": 100, "body": 3000, "sms": 400}  # characters, before it is filled in
LONGEST = {"subject": 78, "body": 4000, "sms": 306}  # filled in; 306 is two SMS (3GPP TS 23.040, 9.2.3.24.1)
LONG_LINK = 70  # characters of a personal link with its address
CONDITION = (nodes.Name, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Const)
MAY_HOLD: dict[type[nodes.Node], tuple[type[nodes.Node], ...]] = {
    nodes.Template: (nodes.Output, nodes.If),
    nodes.Output: (nodes.TemplateData, nodes.Name),
    nodes.If: (nodes.Output, nodes.If, *CONDITION),
    **dict.fromkeys((nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand), CONDITION),
}
DEEPEST, LARGEST = 12, 250  # how far one thing stands in another, and how many there are
# Beginnings of words that tell what an appointment is about. Whoever looks over a shoulder must not learn it.
_CASE = (
    "adhd|agress|alcohol|autis|behandel|bewindvoer|casus|cliënt|crisis|depress|dossier|drugs|dwang|echtscheid"
    "|geweld|ggz|huiselijk|indicatie|leefgebied|mishandel|mislukt|overlast|pleegzorg|probleem|psych|schuldhulp"
    "|therap|trauma|verslav|verwaarloos|wmo|zorgmijd"
)
_ABOUT_HOME = (
    "conferentie|eigenkracht|gezag|gezin|jeugd|jeugdzorg|kind|kring|maatje|moeder|onderzoek|opvoed"
    "|ouder|raad|schuld|sociaal|team|toezicht|traject|vader|veilig|voogd|wijk|zorg"
)
# A house for young people, or of a village, is a place like another: only a service tells.
_SERVICE = (
    "cjg|jeugd- en gezin|jeugd en gezin|jeugdbescherming|jeugdhulp|jeugdzorg|kinderbescherming|kredietbank"
    "|maatschappelijk werk|sociaal team|sociale team|veilig thuis|voedselbank|wijkteam"
)
_TELLING_PLACE = re.compile(rf"(?:^|\W)((?:{_CASE}|{_SERVICE})[\w-]*)", re.IGNORECASE)
_TELLING = re.compile(rf"(?:^|\W)((?:{_CASE})[\w-]*)", re.IGNORECASE)
_TELLING_AT_HOME = re.compile(rf"(?:^|\W)((?:{_CASE}|{_ABOUT_HOME})[\w-]*)", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?:|www\.|(?<![@\w.-])[\w-]+(?:\.[\w-]+)*\.(?:nl|com|net|org|eu|info|be|io|app|site|link|ly|example)\b",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BRACE = re.compile(r"\{[{%#]")
_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|\b[a-z_]+\b")
_ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, cache_size=0
)
_ENVIRONMENT.globals.clear()
_ENVIRONMENT.filters.clear()
_ENVIRONMENT.tests.clear()
_BEYOND = re.compile(r"No (filter|test) named")

BRACES = (
    "Regel {line}: hier klopt iets niet met de haakjes. "
    "Schrijf {{{{ woord }}}}, of {{% if woord %}} … {{% endif %}}."
)
ONLY_WORDS = (
    "Tussen {{ en }} staat alleen een woord uit de lijst. Tussen {% en %} staat alleen if, else of endif."
)
UNKNOWN = "{{{{ {word} }}}} kennen we niet. Kies uit: {known}."
LOCKED_WORD = "Zet {{{{ {word} }}}} hier niet in: dit staat ook op een telefoon die op slot is."
NO_PHONE = (
    "Zet {{ telefoon }} erin. In elk bericht staat het nummer van het bureau, wat er ook verder in staat."
)
NO_LINK = "Zet {{ link }} erin. Anders kan niemand verder."
TELLING = "Haal “{word}” weg. Wie meekijkt op een telefoon, mag niet merken waar het over gaat."
TELLING_PLACE = (
    "Haal “{word}” weg. De plek staat ook in de agenda van wie komt. "
    "Wie meekijkt, mag niet merken waar het over gaat."
)
OTHER_ADDRESS = (
    "Zet geen webadres in de tekst. Gebruik {{ link }}: zo kan niemand mensen ergens anders heen sturen."
)
TOO_LONG = "Dit is te lang. Houd het op {most} tekens."
EMPTY = "Vul iets in. Of zet de standaardtekst terug."


def check(kind: Kind, part: str, text: str, default: str) -> None:
    """DomainError where this cannot be the text of `part` (subject, body or sms); `default` is ours, in Dutch
    names: where that has the link, this must have it too."""
    if not text.strip():
        raise DomainError(EMPTY)
    if len(text) > MOST[part]:
        raise DomainError(TOO_LONG.format(most=MOST[part]))
    used, known = _words_of(text), kind.filled_in()
    for word in sorted(used - known.keys()):
        raise DomainError(UNKNOWN.format(word=word, known=", ".join(known)))
    for hidden in LOCKED.get(part, ()):
        if WORDS[hidden].dutch in used:
            raise DomainError(LOCKED_WORD.format(word=WORDS[hidden].dutch))
    needed = _words_of(default)
    if WORDS[LINK_WORD].dutch in needed - used:
        raise DomainError(NO_LINK)
    filled = [(fill(text, words), str(words[PHONE])) for words in _samples(kind, text)]
    for written in (_BLOCK.sub(" ", text), _BLOCK.sub("", text), *(one for one, _ in filled)):
        _check_said(kind, part, written)
    for written, phone in filled:
        _check_written(part, written, phone if WORDS[PHONE].dutch in needed else "")


def _check_said(kind: Kind, part: str, text: str) -> None:
    """Of the text with and without what stands between braces, so that no word hides in two halves."""
    if part == "subject" and LINK in text:
        raise DomainError(LOCKED_WORD.format(word=WORDS[LINK_WORD].dutch))
    text = text.replace(LINK, " ")
    if _BRACE.search(text):
        raise DomainError(ONLY_WORDS)
    if _ADDRESS.search(text):
        raise DomainError(OTHER_ADDRESS)
    telling = tells(kind, text)
    if telling:
        raise DomainError(TELLING.format(word=telling))


def _check_written(part: str, written: str, phone: str) -> None:
    if phone not in written:
        raise DomainError(NO_PHONE)
    if len(written.replace(LINK, "x" * LONG_LINK).strip()) > LONGEST[part]:
        raise DomainError(TOO_LONG.format(most=LONGEST[part]))
    if not written.strip():
        raise DomainError(EMPTY)


def fill(text: str, context: Mapping[str, object]) -> str:
    """The text with its words filled in, on clean lines. ValueError where a word is missing, or it became
    larger than a message can be."""
    given = {WORDS[word].dutch: value for word, value in context.items()}
    try:
        written = _compiled(text).render({**given, WORDS[LINK_WORD].dutch: LINK})
    except (DomainError, TemplateError, TypeError) as error:
        raise ValueError(str(error)) from error
    if len(written) > max(LONGEST.values()) * 2:
        raise ValueError("too large")
    return written


def tells(kind: Kind, text: str) -> str | None:
    """The first word that tells what a message is about; colleagues may read more than people at home."""
    telling = _TELLING_AT_HOME if kind.audience is Audience.PEOPLE else _TELLING
    found = telling.search(text)
    return found[1] if found else None


def check_place(words: str) -> None:
    """DomainError where the name of a place, as an invitation says it, tells what it is about."""
    if found := _TELLING_PLACE.search(words):
        raise DomainError(TELLING_PLACE.format(word=found[1]))


def in_dutch(template: str) -> str:
    """One of our own templates with the Dutch names of its words, as somebody may change it."""

    def dutch(token: re.Match[str]) -> str:
        word = WORDS.get(token[0])
        return word.dutch if word else token[0]

    return _BLOCK.sub(lambda block: _TOKEN.sub(dutch, block[0]), template)


def tidy(part: str, text: str) -> str:
    """What was typed, on clean lines, with nothing hidden in it; a subject on one line."""
    if part != "body":
        return hygiene.one_line(text, MOST[part] + 1)
    return hygiene.lines(text, MOST[part] + 1).strip() + "\n"


def _samples(kind: Kind, text: str) -> list[dict[str, object]]:
    """As it reads in the example; and twice more, with all that the text asks about there, or not there."""
    sample = kind.sample()
    asked = {
        name.name for one in _ENVIRONMENT.parse(text).find_all(nodes.If) for name in one.find_all(nodes.Name)
    }
    asked -= {WORDS[PHONE].dutch}
    tested = [word for word in sample if WORDS[word].dutch in asked]
    return [
        sample,
        sample | {word: sample[word] or "x" for word in tested},
        sample | dict.fromkeys(tested, ""),
    ]


def _words_of(text: str) -> set[str]:
    """The words in a text. DomainError where it is broken, or does more than filling in."""
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        sentence = ONLY_WORDS if _BEYOND.search(str(error)) else BRACES.format(line=error.lineno)
        raise DomainError(sentence) from error
    except RecursionError as error:
        raise DomainError(ONLY_WORDS) from error
    return set(_names(tree))


def _names(tree: nodes.Template) -> Iterator[str]:
    """Each word, down the tree floor by floor. DomainError where something holds what it may not, or much."""
    floor: list[nodes.Node] = [tree]
    for _ in range(DEEPEST):
        yield from (node.name for node in floor if isinstance(node, nodes.Name))
        below = [(above, node) for above in floor for node in above.iter_child_nodes()]
        if len(below) > LARGEST or not all(_may_hold(above, node) for above, node in below):
            break
        floor = [node for _, node in below]
    if floor:
        raise DomainError(ONLY_WORDS)


def _may_hold(above: nodes.Node, node: nodes.Node) -> bool:
    """Of two words only whether they are the same may be asked: that cannot go wrong."""
    if isinstance(node, nodes.Operand) and node.op not in {"eq", "ne"}:
        return False
    return isinstance(node, MAY_HOLD.get(type(above), ()))


@lru_cache(512)
def _compiled(text: str) -> Template:
    _words_of(text)
    return _ENVIRONMENT.from_string(text)
