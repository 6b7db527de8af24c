"""Who may come in, by account or by personal link; teams and roles; guards; the actor."""
