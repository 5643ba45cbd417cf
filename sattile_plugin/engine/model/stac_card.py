"""The card of a model: a STAC item with the extension for machine-learning models.

Written by SpatioTemporal Asset Catalog 1.1 and its extensions MLM 1.5, projection 2.0 and file 2.1.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import shapely

from ..io.crs import parse_crs, transform_of
from .architectures import PRETRAINED

_EXTENSIONS = tuple(
    f"https://stac-extensions.github.io/{name}/schema.json"
    for name in ("mlm/v1.5.0", "projection/v2.0.0", "file/v2.1.0")
)
_BANDS = ("red", "green", "blue")
_BAND_OBJECTS = [{"name": band} for band in _BANDS]
"""They stand in the item, as MLM wants it, and in the asset, without which STAC allows none in the item."""
_TASKS = ["scene-classification"]
_ARCHITECTURES = {
    "mobilenet_v2": "MobileNetV2",
    "mobilenet_v2_cells": "MobileNetV2 judged cell by cell, multiple instance learning",
    "mobilenet_v2_levels": "MobileNetV2 at two sizes and three depths",
    "efficientnet_v2_b0": "EfficientNetV2-B0",
    "cerema_cnn": "Convolutional network of Cerema, two blocks",
    "cerema_cnn_3_blocks": "Convolutional network of Cerema, three blocks",
}
_PRETRAINED = dict.fromkeys(PRETRAINED, "ImageNet")
_ASSETS: dict[str, dict[str, Any]] = {
    "model": {
        "title": "Model in ONNX, preprocessing inside",
        "type": "application/octet-stream; framework=onnx",
        "roles": ["mlm:model", "mlm:weights", "data"],
        "mlm:artifact_type": "onnx",
        "bands": _BAND_OBJECTS,
    },
    "keras": {
        "title": "Model in Keras, to go on training",
        "type": "application/octet-stream; framework=keras",
        "roles": ["mlm:checkpoint"],
    },
    "metrics": {"title": "Metrics and options", "type": "application/json", "roles": ["metadata"]},
    "report": {"title": "Report", "type": "text/html", "roles": ["overview", "metadata"]},
}
_HYPERPARAMETERS = (
    "epochs",
    "fine_tune_epochs",
    "batch_size",
    "augmentation",
    "class_weights",
    "for_other_places",
    "label_smoothing",
    "mix",
    "backbone_width",
    "seed",
)
_EDGE_PIECES = 20
"""Pieces that each side of an extent is cut into before it is bent into degrees."""
_SHA2_256 = "1220"
"""What a multihash of 32 bytes of SHA-256 begins with."""
_CHUNK_BYTES = 1 << 20


def stac_item(record: dict[str, Any], files: Mapping[str, tuple[Path, str]]) -> dict[str, Any]:
    """Return the card of a model as a STAC item.

    Parameters
    ----------
    record
        What train writes as JSON; keys may be absent.
    files
        Of model, keras, metrics and report those that are written: the file to read size and checksum from, and the
        name that it will bear beside the card.

    Raises
    ------
    UnknownCrs
        A training place is in a system that is none.
    """
    footprint = _footprint(record)
    name = Path(files["model"][1]).stem
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": list(_EXTENSIONS),
        "id": name,
        "geometry": None if footprint is None else json.loads(shapely.to_geojson(footprint)),
        **({} if footprint is None else {"bbox": list(footprint.bounds)}),
        "properties": _properties(record, name),
        "links": [],
        "assets": {key: _asset(key, *files[key]) for key in _ASSETS if key in files},
    }


def _properties(record: dict[str, Any], name: str) -> dict[str, Any]:
    backbone = str(record.get("backbone"))
    found = {
        "title": name,
        "description": f"Classifier of aerial image tiles: {', '.join(map(str, record['classes']))}.",
        "datetime": _moment(record),
        "license": record.get("licence") or "other",
        **_ground(record),
        "bands": _BAND_OBJECTS,
        "mlm:name": _plain_name(name),
        "mlm:architecture": _ARCHITECTURES.get(backbone, backbone),
        "mlm:tasks": _TASKS,
        "mlm:framework": "ONNX",
        "mlm:framework_version": _version(record, "onnx"),
        "mlm:total_parameters": record.get("total_parameters"),
        "mlm:batch_size_suggestion": 32,
        "mlm:accelerator": "amd64",
        "mlm:accelerator_constrained": False,
        "mlm:accelerator_summary": "Runs on any processor that ONNX Runtime runs on; a GPU is used where there is one.",
        "mlm:input": [_input(record)],
        "mlm:output": _outputs(record),
        "mlm:hyperparameters": _hyperparameters(record),
    }
    known = {key: value for key, value in found.items() if value not in (None, {})}
    source = record.get("pretrained_source") or _PRETRAINED.get(backbone)
    return {**known, "mlm:pretrained": source is not None, "mlm:pretrained_source": source}


def _input(record: dict[str, Any]) -> dict[str, Any]:
    size = record["tile_size_px"]
    return {
        "name": "tile",
        "description": "A whole tile, rows run south; the graph scales pixel values itself.",
        "bands": list(_BANDS),
        "input": {
            "shape": [-1, size, size, len(_BANDS)],
            "dim_order": ["batch", "height", "width", "bands"],
            "data_type": "uint8",
        },
        "value_scaling": None,
        "resize_type": "interpolation-linear",
    }


def _outputs(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the model's outputs: calibrated probabilities, distance to the training tiles, embedding."""
    classes = [str(name) for name in record["classes"]]
    threshold = record.get("threshold")
    decides = "the most probable one counts" if threshold is None else f"{classes[-1]} counts from {threshold:.4g} on"
    named = [{"value": number, "name": _class_name(name), "description": name} for number, name in enumerate(classes)]
    return [
        {
            "name": "probability",
            "description": f"Calibrated probability of each class; {decides}.",
            "tasks": _TASKS,
            "result": _result([-1, len(classes)], "class"),
            "classification:classes": named,
        },
        {
            "name": "distance",
            "description": "Squared distance to the features of training; above 1 a tile is unlike them.",
            "tasks": [],
            "result": _result([-1, 1], "distance"),
        },
        {
            "name": "embedding",
            "description": "Features that the classes are told by.",
            "tasks": ["similarity-search"],
            "result": _result([-1, record.get("embedding_size") or -1], "embedding"),
        },
    ]


def _result(shape: list[int], dimension: str) -> dict[str, Any]:
    return {"shape": shape, "dim_order": ["batch", dimension], "data_type": "float32"}


def _hyperparameters(record: dict[str, Any]) -> dict[str, Any]:
    """Return the options that counted: only a network that itself learns takes passes, batches and mixing."""
    job = record.get("job") or {}
    found = {name: job.get(name) for name in _HYPERPARAMETERS} | {"threshold": record.get("threshold")}
    if str(record.get("backbone")) not in PRETRAINED:
        unused = {"fine_tune_epochs"}
    elif job.get("fine_tune_epochs"):
        unused = {"epochs"}
    else:
        unused = {"epochs", "fine_tune_epochs", "batch_size", "mix"}
    if job.get("start_from"):
        unused.add("backbone_width")
    return {name: value for name, value in found.items() if value is not None and name not in unused}


def _ground(record: dict[str, Any]) -> dict[str, Any]:
    """Return ground sampling distance and, where all training places share one, their system."""
    codes = {str(place["crs"]) for place in _places(record)}
    return {
        "gsd": record.get("resolution_m_per_px"),
        "proj:code": codes.pop() if len(codes) == 1 and re.fullmatch(r"[A-Z]+:\w+", min(codes)) else None,
    }


def _places(record: dict[str, Any]) -> list[dict[str, Any]]:
    return [place for place in record.get("training") or [] if place.get("extent") and place.get("crs")]


def _footprint(record: dict[str, Any]) -> Any:
    """Return the extents of the training places in degrees, longitude first; None where none is known."""
    boxes = []
    for place in _places(record):
        box = shapely.box(*place["extent"])
        longest = max(box.length / 4 / _EDGE_PIECES, 1e-9)
        boxes.append(transform_of(parse_crs(str(place["crs"])), parse_crs("EPSG:4326"))(box, longest))
    return shapely.union_all(boxes) if boxes else None


def _moment(record: dict[str, Any]) -> str:
    """Return when the model was made, in UTC as STAC writes it."""
    made = datetime.fromisoformat(record["created"]) if record.get("created") else datetime.now(timezone.utc)
    return made.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version(record: dict[str, Any], package: str) -> str | None:
    """Return a package's version in three numbers, as the extension wants it."""
    numbers = re.match(r"\d+\.\d+\.\d+", str((record.get("versions") or {}).get(package, "")))
    return numbers[0] if numbers else None


def _plain_name(name: str) -> str:
    """Return a name of the letters that the extension allows.

    >>> _plain_name("bâti 2024"), _plain_name("7")
    ('b-ti 2024', 'SatTile 7')
    """
    plain = re.sub(r"[^A-Za-z0-9_.\-\s]", "-", name).strip(" ._-")
    return plain if re.match(r"[A-Za-z].+", plain) and len(plain) > 2 else f"SatTile {plain or 'model'}"


def _class_name(name: str) -> str:
    return re.sub(r"[^0-9A-Za-z_-]", "_", name) or "_"


def _asset(key: str, path: Path, name: str) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    size = {"file:size": path.stat().st_size, "file:checksum": _SHA2_256 + digest.hexdigest()}
    return {"href": f"./{name}", **_ASSETS[key], **size}
