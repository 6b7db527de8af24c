"""Who did or saw what, when. Written by everybody, reads nobody."""
