"""The question of a household, from aanmelding to closing; its life cycle; who is assigned."""
