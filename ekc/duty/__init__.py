"""Who can be reached when a volunteer is with a family: her achterwacht, and a duty rota for the rest."""
