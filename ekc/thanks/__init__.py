"""What a volunteer hears back: thanks after a conference, and how it went on, where the family allows."""
