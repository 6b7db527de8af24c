"""In and out by spreadsheet: what a municipality has in a list comes in after a look, and goes out again."""
