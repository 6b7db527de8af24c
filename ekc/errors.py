"""What can go wrong in a way that a person must read. The sentence is Dutch and written for that person."""

from __future__ import annotations


class DomainError(Exception):
    """Something that the rules do not allow; `str(error)` is the sentence for the user.

    With `values` for its {words}, so that the sentence can be said in another language.
    """

    status = 422

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence = sentence
        self.values = values


class NotFoundError(DomainError):
    """Not there, or not for this person: both look the same from outside."""

    status = 404

    def __init__(self, sentence: str = "Deze pagina is er niet, of is niet voor jou.") -> None:
        super().__init__(sentence)


class TooLateError(DomainError):
    """Somebody was faster, or the moment has passed."""

    status = 409


class BusyError(DomainError):
    """A person or a room has something else at that hour."""

    status = 409
