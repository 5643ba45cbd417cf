"""Where the real data for tests lies: beside the checkout, or where SATTILE_TEST_DATA says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(*parts: str) -> Path:
    """Return the path of real data, or skip the test that asks for it, saying what is missing."""
    path = Path(os.environ.get("SATTILE_TEST_DATA", _BESIDE)).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"REAL DATA MISSING: no {path}; set SATTILE_TEST_DATA to the folder of test data")
    return path
