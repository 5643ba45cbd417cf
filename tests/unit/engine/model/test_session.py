"""What a graph runs on: a card where there is one, the processor where there is none or the card fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from sattile_plugin.engine.model import session
from sattile_plugin.engine.model.session import Session

from ..brightness import write_backbone

TILES = np.random.default_rng(1).integers(0, 256, (3, 16, 16, 3), dtype=np.uint8)
UNUSED = ("card_not_used", {})
ON_PROCESSOR = ("device", {"device": "CPU"})


class Told:
    """A reporter that keeps the notices."""

    def __init__(self) -> None:
        self.notices: list[tuple[str, dict[str, Any]]] = []

    def progress(self, step: str, done: int, total: int) -> None:
        """Keep nothing."""

    def notice(self, name: str, **values: Any) -> None:
        self.notices.append((name, values))


@pytest.fixture
def graph(tmp_path: Path) -> str:
    return str(write_backbone(tmp_path / "backbone.onnx"))


@pytest.fixture
def on_processor(graph: str, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session as on a machine without a card."""
    with monkeypatch.context() as patched:
        patched.setattr(session, "_ON_CARD", {})
        return Session(graph)


def run(opened: Session, count: int = len(TILES)) -> np.ndarray:
    return opened.run(None, {opened.inputs[0].name: TILES[:count]})[-1]


class Card:
    """Stands for a card, which a machine for tests has not: a processor that says so and keeps the sizes it is given.

    Parameters
    ----------
    is_full
        Whether it has no memory left to compute with.
    """

    def __init__(self, graph: str, is_full: bool) -> None:
        self._session, self._is_full = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"]), is_full
        self.sizes: list[int] = []

    def get_providers(self) -> list[str]:
        return ["CUDAExecutionProvider", "CPUExecutionProvider"]

    def get_inputs(self) -> list[onnxruntime.NodeArg]:
        return list(self._session.get_inputs())

    def run(self, outputs: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.sizes += [len(values) for values in given.values()]
        if self._is_full:
            raise ort_errors.RuntimeException("Failed to allocate memory for requested buffer")
        return list(self._session.run(outputs, given))


def with_card(monkeypatch: pytest.MonkeyPatch, graph: str, is_full: bool = False) -> tuple[Session, Card, Told]:
    card, told = Card(graph, is_full), Told()
    monkeypatch.setattr(session.ort, "get_available_providers", lambda: ["CUDAExecutionProvider"])
    monkeypatch.setattr(session, "_on_card", lambda graph, provider: card)
    return Session(graph, told), card, told


def test_a_card_says_what_the_processor_says(graph: str, on_processor: Session):
    opened = Session(graph)
    if opened.device == "CPU":
        pytest.skip("NO GRAPHICS CARD: what one says was not compared; install the set “gpu” where there is one")
    assert run(opened) == pytest.approx(run(on_processor), abs=1e-4)
    assert np.array_equal(run(opened), run(opened))
    assert np.array_equal(run(opened, 2), run(opened)[:2])


def test_without_a_runtime_for_cards_the_processor_computes(graph: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(session.ort, "get_available_providers", lambda: ["CPUExecutionProvider"])
    told = Told()
    assert Session(graph, told).device == "CPU"
    assert told.notices == [ON_PROCESSOR]


@pytest.mark.filterwarnings("ignore:Specified provider:UserWarning")
def test_a_runtime_without_its_card_is_told_and_prints_nothing(
    graph: str, on_processor: Session, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    available = ["CUDAExecutionProvider", "CPUExecutionProvider"]
    monkeypatch.setattr(session.ort, "get_available_providers", lambda: available)
    if Session(graph).device == "CUDA":
        pytest.skip("A GRAPHICS CARD IS THERE: what happens without one was not tried")
    told = Told()
    opened = Session(graph, told)
    assert told.notices == [UNUSED, ON_PROCESSOR]
    assert np.array_equal(run(opened), run(on_processor))
    assert capfd.readouterr() == ("", "")


def test_where_a_card_gives_up_the_processor_goes_on(
    graph: str, on_processor: Session, monkeypatch: pytest.MonkeyPatch
):
    opened, _, told = with_card(monkeypatch, graph, is_full=True)
    assert np.array_equal(run(opened), run(on_processor))
    assert told.notices == [("device", {"device": "CUDA"}), UNUSED, ON_PROCESSOR]
    assert opened.device == "CPU"


def test_a_card_gets_batches_of_one_size(graph: str, on_processor: Session, monkeypatch: pytest.MonkeyPatch):
    opened, card, _ = with_card(monkeypatch, graph)
    for count in (3, 2, 1, 3):
        assert np.array_equal(run(opened, count), run(on_processor, count))
    assert card.sizes == [3, 3, 3, 3]


def test_what_a_graph_cannot_take_is_an_error_on_the_processor(on_processor: Session):
    with pytest.raises(ort_errors.InvalidArgument):
        on_processor.run(None, {on_processor.inputs[0].name: TILES.astype(float)})
