"""What a volunteer did in a year and what she was taught, on a page and on paper. No family is in it."""
