"""Errors: each can be said from its values alone, and says what it is in one sentence."""

from __future__ import annotations

import string

import pytest

from sattile_plugin.contract.errors import ERRORS, SatTileError


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("cls", ERRORS.values())
def test_an_error_repeats_each_of_its_values(cls: type[SatTileError]):
    values = {name: f"the-{name}" for name in _names(cls.template)}
    error = cls(**values)
    assert values
    assert all(value in str(error) for value in values.values())
    assert error.values == values
    assert cls.template.format(**error.values) == str(error)


@pytest.mark.parametrize("cls", ERRORS.values())
def test_an_error_is_one_sentence_that_says_what_to_do(cls: type[SatTileError]):
    assert cls.template.endswith(".")
    assert "\n" not in cls.template
    assert any(mark in cls.template for mark in (";", ":"))


@pytest.mark.parametrize("cls", [SatTileError, *ERRORS.values()])
def test_a_docstring_is_one_sentence(cls: type[SatTileError]):
    assert cls.__doc__ is not None
    assert cls.__doc__.count(".") == 1
    assert cls.__doc__.endswith(".")


def test_the_list_is_flat_and_by_name():
    assert all(cls.__bases__ == (SatTileError,) for cls in ERRORS.values())
    assert all(name == cls.__name__ for name, cls in ERRORS.items())
