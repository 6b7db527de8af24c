"""Keys are renewed one at a time: what the one before sealed, found and linked still opens."""

from __future__ import annotations

import pytest

from ekc import seals

FIRST, SECOND = "eerste-" * 6, "tweede-" * 6


@pytest.fixture(autouse=True)
def ring_as_it_was(monkeypatch):
    monkeypatch.setattr(seals, "_ring", None)


@pytest.mark.parametrize(("old", "new"), [("1", "2"), ("2", "10")])
def test_after_a_new_key_all_that_was_kept_still_opens(old, new):
    seals.configure(FIRST, current=old)
    before = seals.seal("Yara Haddad"), seals.keyed_hash("Yara"), seals.link_token(7, 1)
    seals.configure(SECOND, current=new, older={old: FIRST})
    assert seals.unseal(before[0]) == "Yara Haddad"
    assert seals.keyed_hash("yara ") == before[1]
    assert seals.read_token(before[2]) == (7, 1)
    sealed = seals.seal("Yara Haddad")
    seals.configure(SECOND, current=new)
    assert seals.unseal(sealed) == "Yara Haddad"
    with pytest.raises(ValueError, match="no key"):
        seals.unseal(before[0])


def test_what_was_changed_does_not_open():
    seals.configure(FIRST)
    sealed = bytearray(seals.seal("Yara Haddad"))
    sealed[-1] ^= 1
    with pytest.raises(ValueError, match="does not open"):
        seals.unseal(bytes(sealed))
