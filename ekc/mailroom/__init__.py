"""Mail that came in: taken in, laid with whoever it is for, read and dealt with."""
