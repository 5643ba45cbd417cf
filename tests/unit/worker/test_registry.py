"""The registry: every verb has one function of the engine, and a missing package is told by name."""

from __future__ import annotations

import ast
import inspect
from importlib.util import find_spec
from pathlib import Path

import pytest

from sattile_plugin.contract.errors import MissingPackages
from sattile_plugin.contract.jobs import JOBS, TrainClassifier
from sattile_plugin.worker import registry

from ..builders import Recorder


def test_every_verb_has_a_runner():
    assert set(registry.RUNNERS) == set(JOBS)


@pytest.mark.parametrize("verb", registry.RUNNERS)
def test_a_runner_takes_the_job_of_its_verb(verb: str):
    module, function = registry.RUNNERS[verb]
    source = Path(find_spec(f"sattile_plugin.engine.{module}").origin).read_text(encoding="utf-8")
    (found,) = (node for node in ast.parse(source).body if getattr(node, "name", None) == function)
    assert [argument.arg for argument in found.args.args] == ["job", "reporter"]
    assert found.args.args[0].annotation.id == JOBS[verb].__name__
    assert inspect.cleandoc(ast.get_docstring(found) or "")


def test_training_without_its_packages_names_the_set_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry.util, "find_spec", lambda name: None if name == "tensorflow" else object())
    with pytest.raises(
        MissingPackages, match="The engine has no tensorflow, which train needs; install the set “train”"
    ):
        registry.run_job(TrainClassifier("m.onnx", ("t.gpkg",), ("r.tif",)), Recorder())
