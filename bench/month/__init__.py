"""A month of a municipality in which a hundred things happen to forty households: who hears how much, and
whether everybody hears what they must.

Everything goes through the services and the jobs of the product, on a clock that stands still meanwhile.
What is counted is what came in at a real SMTP server, at a real provider of texts and on the call list, not
what the product wrote down about it.
"""
