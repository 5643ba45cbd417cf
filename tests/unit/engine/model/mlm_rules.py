"""What version 1.5 of STAC's extension for machine-learning models asks of an item, as far as our cards go.

Written down from its specification, https://github.com/stac-extensions/mlm. The library of its authors, stac-model, is
held against the cards too; it asks less.
"""

from __future__ import annotations

from typing import Any

URI = "https://stac-extensions.github.io/mlm/v1.5.0/schema.json"
TASKS = ("regression", "classification", "scene-classification", "similarity-search")
ACCELERATORS = ("amd64", "cuda", "xla", "amd-rocm", "intel-ipex-cpu", "intel-ipex-gpu", "macos-arm", None)
RESIZING = ("crop", "pad", "interpolation-nearest", "interpolation-linear", "interpolation-cubic", "interpolation-area")
OF_THE_ITEM = (
    "name", "architecture", "tasks", "framework", "framework_version", "memory_size", "total_parameters", "pretrained",
    "pretrained_source", "batch_size_suggestion", "accelerator", "accelerator_constrained", "accelerator_summary",
    "accelerator_count", "input", "output", "hyperparameters",
)  # fmt: skip

_NAMED: dict[str, Any] = {"type": "string", "minLength": 1}
_TASKS = {"type": "array", "uniqueItems": True, "items": {"enum": TASKS}}
_ARRAY = {
    "type": "object",
    "required": ["shape", "dim_order", "data_type"],
    "properties": {
        "shape": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": -1}},
        "dim_order": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"pattern": "^[a-z_-]+$"}},
        "data_type": {"enum": ["uint8", "float32"]},
    },
}
_CLASS = {
    "type": "object",
    "required": ["value", "name", "description"],
    "properties": {"value": {"type": "integer"}, "name": {"pattern": "^[0-9A-Za-z_-]+$"}},
}
_INPUT = {
    "type": "object",
    "required": ["name", "input"],
    "properties": {
        "name": _NAMED,
        "description": _NAMED,
        "bands": {"type": "array", "items": _NAMED},
        "input": {"allOf": [_ARRAY, {"properties": {"dim_order": {"contains": {"const": "bands"}}}}]},
        "value_scaling": {"type": ["array", "null"]},
        "resize_type": {"enum": [*RESIZING, None]},
    },
    "additionalProperties": False,
}
_OUTPUT = {
    "type": "object",
    "required": ["name", "tasks", "result"],
    "properties": {
        "name": _NAMED,
        "description": _NAMED,
        "tasks": _TASKS,
        "result": {"allOf": [_ARRAY, {"properties": {"dim_order": {"not": {"contains": {"const": "bands"}}}}}]},
        "classification:classes": {"type": "array", "minItems": 1, "items": _CLASS},
    },
    "additionalProperties": False,
}
_FIELDS: dict[str, Any] = {
    "name": {"type": "string", "pattern": r"^[a-zA-Z][a-zA-Z0-9_.\-\s]+[a-zA-Z0-9]$"},
    "architecture": _NAMED,
    "tasks": _TASKS,
    "framework": {"const": "ONNX"},
    "framework_version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
    "total_parameters": {"type": "integer", "minimum": 0},
    "pretrained": {"type": "boolean"},
    "pretrained_source": {"type": ["string", "null"]},
    "batch_size_suggestion": {"type": "integer", "minimum": 0},
    "accelerator": {"enum": ACCELERATORS},
    "accelerator_constrained": {"type": "boolean"},
    "accelerator_summary": {"type": "string"},
    "input": {"type": "array", "items": _INPUT},
    "output": {"type": "array", "items": _OUTPUT},
    "hyperparameters": {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {"^[0-9a-zA-Z_.-]+$": True},
        "additionalProperties": False,
    },
}
_OF_THE_MODEL = {"required": ["roles"], "properties": {"roles": {"contains": {"const": "mlm:model"}}}}
_NOT_OF_ASSETS = [{"required": [f"mlm:{name}"]} for name in ("name", "input", "output", "hyperparameters")]

RULES: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "required": ["stac_extensions", "properties", "assets"],
    "properties": {
        "stac_extensions": {"contains": {"const": URI}},
        "properties": {
            "required": ["bands", *(f"mlm:{name}" for name in ("name", "architecture", "tasks", "input", "output"))],
            "properties": {
                "bands": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"]}},
                **{f"mlm:{name}": schema for name, schema in _FIELDS.items()},
            },
            "propertyNames": {"pattern": f"^(?!mlm:)|^mlm:({'|'.join(OF_THE_ITEM)})$"},
            "if": {"properties": {"mlm:pretrained": {"const": False}}, "required": ["mlm:pretrained"]},
            "then": {"properties": {"mlm:pretrained_source": {"const": None}}, "required": ["mlm:pretrained_source"]},
        },
        "assets": {
            "additionalProperties": {
                "not": {"anyOf": _NOT_OF_ASSETS},
                "if": _OF_THE_MODEL,
                "then": {"required": ["mlm:artifact_type"], "properties": {"mlm:artifact_type": _NAMED}},
                "else": {"not": {"required": ["mlm:artifact_type"]}},
            },
            "required": ["model"],
            "properties": {"model": _OF_THE_MODEL},
        },
    },
}
"""A JSON schema."""
