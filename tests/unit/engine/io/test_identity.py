"""What tells inputs from others."""

from __future__ import annotations

import pytest

from sattile_plugin.engine.io.identity import resume_key


def test_another_version_does_not_go_on_with_what_an_older_one_left(monkeypatch: pytest.MonkeyPatch):
    before = resume_key({"verb": "train"}, [1])
    assert before == resume_key({"verb": "train"}, [1]) != resume_key({"verb": "train"}, [2])
    monkeypatch.setattr("sattile_plugin.engine.io.identity.__version__", "99.0")
    assert resume_key({"verb": "train"}, [1]) != before
