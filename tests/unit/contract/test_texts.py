"""Texts: every step has one, and the steps of a verb add up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sattile_plugin.contract.jobs import JOBS
from sattile_plugin.contract.texts import NOTICES, STEPS, STEPS_OF_VERB, overall_percent

ENGINE = Path(__file__).resolve().parents[3] / "sattile_plugin" / "engine"


def _texts_given_to(method: str) -> set[str]:
    """Return the first argument of each call of a reporter's method in the engine, where it is a text."""
    calls = (
        node
        for path in ENGINE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method
    )
    firsts = (call.args[0] for call in calls if call.args)
    return {first.value for first in firsts if isinstance(first, ast.Constant) and isinstance(first.value, str)}


def test_every_verb_has_steps():
    assert set(STEPS_OF_VERB) == set(JOBS)


@pytest.mark.parametrize("verb", STEPS_OF_VERB)
def test_steps_have_a_text_and_add_up_to_100(verb: str):
    assert set(STEPS_OF_VERB[verb]) <= set(STEPS)
    assert sum(STEPS_OF_VERB[verb].values()) == 100


def test_every_step_belongs_to_a_verb():
    assert set(STEPS) == {step for steps in STEPS_OF_VERB.values() for step in steps}


def test_the_engine_says_only_what_has_a_text():
    assert _texts_given_to("progress") and _texts_given_to("progress") <= set(STEPS)
    assert _texts_given_to("notice") == set(NOTICES)


@pytest.mark.parametrize(
    ("verb", "step", "done", "total", "percent"),
    [
        ("label", "read", 0, 1, 0),
        ("label", "read", 1, 2, 7.5),
        ("label", "label", 0, 4, 15),
        ("label", "label", 1, 4, 22.5),
        ("label", "write", 1, 1, 100),
        ("label", "write", 0, 0, 100),
        ("evaluate", "classify", 1, 1, 90),
    ],
)
def test_overall_percent(verb: str, step: str, done: int, total: int, percent: float):
    assert overall_percent(verb, step, done, total) == percent
