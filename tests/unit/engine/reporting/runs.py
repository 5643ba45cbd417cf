"""Runs as train and evaluate write them, small enough to be read: 10 test tiles of which 8 are classed right."""

from __future__ import annotations

import base64
import io
from html.parser import HTMLParser
from typing import Any

from PIL import Image

VOID = {"meta", "link", "img", "br", "hr", "input"}


def share(value: float, low: float | None = None, high: float | None = None) -> dict[str, float | None]:
    return {"value": value, "low": low, "high": high}


def jpeg() -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), (200, 100, 50)).save(buffer, "JPEG")
    return base64.b64encode(buffer.getvalue()).decode()


def measures() -> dict[str, Any]:
    """Return the measures of 5 bati tiles, 4 found, and 5 non_bati, 4 of them said so."""
    names = ("accuracy", "balanced_accuracy", "precision", "recall", "f1", "roc_auc", "pr_auc")
    confusion = {"true_bati": 4, "false_bati": 1, "true_non_bati": 4, "false_non_bati": 1}
    return {"tile_count": 10, "confusion": confusion, **{name: share(0.8, 0.49, 0.94) for name in names}}


def bins() -> list[dict[str, Any]]:
    low = {"low": 0.0, "high": 0.5, "confidence": 0.2, "accuracy": 0.1, "count": 5}
    return [low, {"low": 0.5, "high": 1.0, "confidence": 0.9, "accuracy": 1.0, "count": 5}]


def examples() -> list[dict[str, Any]]:
    wrong = {"tile_id": "wrong-tile", "truth": "bati", "predicted": "non_bati", "probability": 0.75, "image": jpeg()}
    return [wrong, {**wrong, "tile_id": "right-tile", "predicted": "bati"}]


def epochs() -> list[dict[str, float]]:
    losses = ((1, 0.7, 0.6, 0.6), (2, 0.4, 0.5, 0.8), (3, 0.2, 0.55, 0.7))
    names = ("epoch", "training_loss", "validation_loss", "validation_accuracy")
    return [dict(zip(names, row)) for row in losses]


def training() -> dict[str, Any]:
    """Return what train writes."""
    levels = [(0.2, 0.5, 1.0), (0.5, 0.8, 0.8), (0.8, 1.0, 0.4)]
    place = {
        "tiles": "tiles.gpkg",
        "raster": "ortho.tif",
        "crs": "EPSG:2154",
        "extent": [650000, 6860000, 651000, 6862000],
    }
    return {
        "task": "tile-classification",
        "classes": ["non_bati", "bati"],
        "tile_size_px": 160,
        "tile_size_m": 50.0,
        "resolution_m_per_px": 0.3125,
        "backbone": "mobilenet_v2",
        "training": [{**place, "tile_size_m": 50.0, "resolution_m_per_px": 0.2}],
        "threshold": 0.5,
        "threshold_rule": {"rule": "missed", "threshold": 0.5, "max_share": 0.02, "missed_cost": 1.0},
        "threshold_curve": [dict(zip(("threshold", "precision", "recall"), row)) for row in levels],
        "review": {
            "low": 0.3,
            "high": 0.6,
            "tiles": 2,
            "share": 0.2,
            "test": {"tiles": 1, "share": 0.1, "missed": 0.25, "false_alarms": 0.0},
        },
        "calibration": {
            "part": "validation",
            "temperature": 1.5,
            "ece_before": 0.1,
            "ece_after": 0.02,
            "reliability_before": bins(),
            "reliability_after": bins(),
        },
        "metrics": {"validation": {**measures(), "accuracy": share(0.9, 0.6, 0.98)}, "test": measures()},
        "curves": {"train": epochs()},
        "examples": examples(),
        "counts": {"train": {"non_bati": 30, "bati": 20}, "validation": {"non_bati": 5, "bati": 5}},
        "split_optimism": {"random": 0.9, "blocks": 0.8, "optimism": 0.1},
        "job": {"verb": "train", "output": "village.onnx", "epochs": 3, "backbone_weights": None},
        "versions": {"sattile": "0.1.0", "onnx": "1.19.1"},
        "seed": 7,
        "duration_s": 71.5,
        "onnx_difference": 1e-6,
        "created": "2026-03-04T05:06:07+00:00",
        "licence": "CC-BY-4.0",
    }


def many_classes() -> dict[str, Any]:
    """Return a training of three classes: of 4 tiles each, forest has 4 found, road 3, field 2."""
    table = [[4, 0, 0], [1, 3, 0], [0, 2, 2]]
    names = ["forest", "road", "field"]
    recalls = dict(zip(names, (1.0, 0.75, 0.5)))
    per_class = {name: {"precision": 0.7, "recall": recalls[name], "f1": 0.7, "count": 4} for name in names}
    found = {"tile_count": 12, "confusion_matrix": table, "accuracy": share(0.75, 0.47, 0.91), "per_class": per_class}
    return {**training(), "classes": names, "threshold": None, "threshold_curve": None, "metrics": {"test": found}}


def evaluation() -> dict[str, Any]:
    """Return what evaluate writes."""
    blocks = [{"block_id": "north", "tile_count": 5, "accuracy": share(1.0, 0.6, 1.0)}]
    compared = {"b": 9, "c": 1, "p_value": 0.021, "other": "models/older.onnx"}
    blocks.append({"block_id": "south", "tile_count": 5, "accuracy": share(0.6, 0.2, 0.9)})
    return {
        "part": "test",
        **measures(),
        "calibration": {"ece": 0.03, "reliability": bins()},
        "examples": examples()[:1],
        "by_block": blocks,
        "by_commune": [{"commune": "Zemamra", "tile_count": 10, "accuracy": 0.8}],
        "by_land_use": [{"land_use": "farmland", "tile_count": 10, "accuracy": 0.8}],
        "mcnemar": {**compared, "accuracy_difference": share(0.2, 0.01, 0.4)},
        "model": {"classes": ["non_bati", "bati"], "backbone": "mobilenet_v2"},
        "data": training()["training"],
        "job": {"verb": "evaluate", "model": "village.onnx", "output": "village-test.json"},
    }


class Page(HTMLParser):
    """The text, the ids, the tags and the balance of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.texts.append(data)

    def _note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
