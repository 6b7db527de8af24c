"""A tap on the call list, as a browser sends it."""

from __future__ import annotations


def tap(client, member, what, seen=""):
    return client.post(f"/bellen/{member.id}", data={"tap": what, "seen": seen})
