"""What pytest offers to every test of the product."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full`: run the long proofs in full instead of in short form."""
    parser.addoption("--full", action="store_true", help="run the long proofs in full")
