"""The day itself: who is here, and whether the kring had time of its own. Paper suffices."""
