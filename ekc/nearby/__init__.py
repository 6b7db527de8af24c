"""What there is in the neighbourhood: voorzieningen and initiatives. Nothing about a household."""
