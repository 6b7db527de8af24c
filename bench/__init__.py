"""How much our pages cost, beside a twin in the same run that only does what cannot be left out.

`python -m bench` prints one table; `--write` also puts it into docs/benchmarks.md.
"""
