"""A message is a row until it is delivered. The only package that knows mail servers."""
