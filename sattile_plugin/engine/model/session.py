"""ONNX graphs ready to run: on a graphics card where the engine has a runtime for one, else on the processor."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout

import numpy as np
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from ...contract.messages import Reporter

_ON_CARD = {
    "CUDAExecutionProvider": {"use_tf32": "0", "cudnn_conv_algo_search": "HEURISTIC"},
    "DmlExecutionProvider": {},
}
"""What drives cards, best first, and how: in whole single precision, so that a card says what a processor says."""
METADATA_KEY = "sattile"
"""Under which a model file tells about itself, in JSON."""
_PROCESSOR = "CPUExecutionProvider"
_LOG_NOTHING, _LOG_WARNINGS = 4, 2
_NOT_COMPUTED = (ort_errors.EPFail, ort_errors.Fail, ort_errors.RuntimeException, RuntimeError)


class Session:
    """A graph of ONNX Runtime.

    Where a card fails, at the start or for want of memory later on, the processor takes over.

    Parameters
    ----------
    graph
        Path of an ONNX file, or its content.
    reporter
        Is told what it runs on, and of a card that cannot be used.

    Raises
    ------
    onnxruntime errors
        It is no graph that can be run.
    """

    def __init__(self, graph: str | bytes, reporter: Reporter | None = None) -> None:
        self._graph, self._reporter = graph, reporter
        cards = [name for name in _ON_CARD if name in ort.get_available_providers()]
        on_card = _on_card(graph, cards[0]) if cards else None
        self._session = on_card or ort.InferenceSession(graph, providers=[_PROCESSOR])
        self._tell(bool(cards) and on_card is None)
        self._most = 0

    @property
    def device(self) -> str:
        """What it runs on, as ONNX Runtime names it: CUDA, Dml or CPU."""
        return str(self._session.get_providers()[0]).removesuffix("ExecutionProvider")

    @property
    def inputs(self) -> list[ort.NodeArg]:
        """What goes in."""
        return list(self._session.get_inputs())

    @property
    def outputs(self) -> list[ort.NodeArg]:
        """What comes out."""
        return list(self._session.get_outputs())

    @property
    def properties(self) -> dict[str, str]:
        """The texts that the file holds beside the graph."""
        return dict(self._session.get_modelmeta().custom_metadata_map)

    @property
    def surround(self) -> float:
        """How far the graph sees beyond a tile on each side, in shares of the tile's side; 0 where it does not say."""
        return float(json.loads(self.properties.get(METADATA_KEY, "{}")).get("surround", 0.0))

    def run(self, outputs: Sequence[str] | None, given: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """Return some outputs, or all for None, from arrays by the names of the inputs; all count tiles first."""
        if self.device == "CPU":
            return list(self._session.run(outputs, given))
        try:
            return self._run_on_card(outputs, given)
        except _NOT_COMPUTED:
            pass
        self._session = ort.InferenceSession(self._graph, providers=[_PROCESSOR])
        self._tell(True)
        return list(self._session.run(outputs, given))

    def _run_on_card(self, outputs: Sequence[str] | None, given: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """Fill a smaller batch up to the size of those before: for each new size a card plans anew, which is slow."""
        count = len(next(iter(given.values())))
        self._most = max(self._most, count)
        if count < self._most:
            given = {name: np.resize(values, (self._most, *values.shape[1:])) for name, values in given.items()}
        return [found[:count] for found in self._session.run(outputs, given)]

    def _tell(self, card_failed: bool) -> None:
        if self._reporter is None:
            return
        if card_failed:
            self._reporter.notice("card_not_used")
        self._reporter.notice("device", device=self.device)


def _on_card(graph: str | bytes, provider: str) -> ort.InferenceSession | None:
    """Return a session on a card; None where there is none, or its libraries or driver do not fit."""
    ort.set_default_logger_severity(_LOG_NOTHING)
    options = ort.SessionOptions()
    options.log_severity_level = _LOG_NOTHING
    options.use_deterministic_compute = True
    options.enable_mem_pattern = provider != "DmlExecutionProvider"
    try:
        # It prints what it does not find; what counts is whether a session comes about.
        with redirect_stdout(io.StringIO()):
            ort.preload_dlls()
        providers = [(provider, _ON_CARD[provider]), _PROCESSOR]
        session = ort.InferenceSession(graph, options, providers=providers, enable_fallback=0)
    except _NOT_COMPUTED:
        return None
    finally:
        ort.set_default_logger_severity(_LOG_WARNINGS)
    session.disable_fallback()
    return session if session.get_providers()[0] == provider else None
