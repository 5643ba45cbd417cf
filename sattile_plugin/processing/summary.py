"""What a job counted and measured, said in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Union

from ..bridge.language import tr, written
from ..contract.texts import QT_TRANSLATE_NOOP

_LABELS = {
    "tile_count": QT_TRANSLATE_NOOP("SatTile", "Number of tiles"),
    "tile_size_m": QT_TRANSLATE_NOOP("SatTile", "Side of a tile (m)"),
    "crs": QT_TRANSLATE_NOOP("SatTile", "Coordinate reference system"),
    "bati": QT_TRANSLATE_NOOP("SatTile", "Tiles bâti"),
    "non_bati": QT_TRANSLATE_NOOP("SatTile", "Tiles non bâti"),
    "unsure": QT_TRANSLATE_NOOP("SatTile", "Tiles unsure"),
    "no_image": QT_TRANSLATE_NOOP("SatTile", "Tiles without image"),
    "built_area_m2": QT_TRANSLATE_NOOP("SatTile", "Built area (m²)"),
    "model_area_m2": QT_TRANSLATE_NOOP("SatTile", "Built area that the model stands for (m²)"),
    "buildings_counted": QT_TRANSLATE_NOOP("SatTile", "Buildings counted"),
    "new": QT_TRANSLATE_NOOP("SatTile", "Tiles new on the photo"),
    "gone": QT_TRANSLATE_NOOP("SatTile", "Tiles gone from the photo"),
    "hidden": QT_TRANSLATE_NOOP("SatTile", "Disagreement explained by trees"),
    "too_small": QT_TRANSLATE_NOOP("SatTile", "Disagreement explained by small buildings"),
    "at_edge": QT_TRANSLATE_NOOP("SatTile", "Disagreement explained by the edge of the tile"),
    "doubtful": QT_TRANSLATE_NOOP("SatTile", "Disagreement explained by kind or date of the buildings"),
    "agreed_bati": QT_TRANSLATE_NOOP("SatTile", "Agreed: bâti"),
    "agreed_non_bati": QT_TRANSLATE_NOOP("SatTile", "Agreed: non bâti"),
    "to_review": QT_TRANSLATE_NOOP("SatTile", "Tiles to look at"),
    "places_to_review": QT_TRANSLATE_NOOP("SatTile", "Places to look at"),
    "flagged": QT_TRANSLATE_NOOP("SatTile", "Tiles to look at"),
    "flagged_label": QT_TRANSLATE_NOOP("SatTile", "Labels that are probably wrong"),
    "flagged_blank": QT_TRANSLATE_NOOP("SatTile", "Blank images"),
    "flagged_cloud": QT_TRANSLATE_NOOP("SatTile", "Images under cloud"),
    "flagged_duplicate": QT_TRANSLATE_NOOP("SatTile", "Images that are there twice"),
    "wrong_label_share": QT_TRANSLATE_NOOP("SatTile", "Share of wrong labels, estimated"),
    "out_of_fold_accuracy": QT_TRANSLATE_NOOP("SatTile", "Labels that models agree with which never saw the tile"),
    "described": QT_TRANSLATE_NOOP("SatTile", "Images described"),
    "commune_count": QT_TRANSLATE_NOOP("SatTile", "Number of communes"),
    "k": QT_TRANSLATE_NOOP("SatTile", "Number of groups"),
    "silhouette": QT_TRANSLATE_NOOP("SatTile", "Mean silhouette"),
    "stability": QT_TRANSLATE_NOOP("SatTile", "Stability"),
    "overall_accuracy": QT_TRANSLATE_NOOP("SatTile", "Overall accuracy"),
    "ari": QT_TRANSLATE_NOOP("SatTile", "Adjusted Rand index (ARI)"),
    "nmi": QT_TRANSLATE_NOOP("SatTile", "Normalised mutual information (NMI)"),
    "macro_f1": QT_TRANSLATE_NOOP("SatTile", "Mean F1 of the classes"),
    "train": QT_TRANSLATE_NOOP("SatTile", "Training"),
    "validation": QT_TRANSLATE_NOOP("SatTile", "Validation"),
    "test": QT_TRANSLATE_NOOP("SatTile", "Test"),
    "unassigned": QT_TRANSLATE_NOOP("SatTile", "In no part"),
    "blocks": QT_TRANSLATE_NOOP("SatTile", "Number of blocks"),
    "image_count": QT_TRANSLATE_NOOP("SatTile", "Number of images"),
    "accuracy": QT_TRANSLATE_NOOP("SatTile", "Accuracy"),
    "balanced_accuracy": QT_TRANSLATE_NOOP("SatTile", "Balanced accuracy"),
    "precision": QT_TRANSLATE_NOOP("SatTile", "Precision of bâti"),
    "recall": QT_TRANSLATE_NOOP("SatTile", "Recall of bâti"),
    "f1": QT_TRANSLATE_NOOP("SatTile", "F1 of bâti"),
    "roc_auc": QT_TRANSLATE_NOOP("SatTile", "Area under the ROC curve"),
    "pr_auc": QT_TRANSLATE_NOOP("SatTile", "Area under the precision-recall curve"),
}
"""What is worth a line, in the order of the lines."""

_INTERVAL = QT_TRANSLATE_NOOP("SatTile", "{value:.3f} (95 % between {low:.3f} and {high:.3f})")
_TRULY_BATI = QT_TRANSLATE_NOOP(
    "SatTile", "Of the tiles that are bâti, {true_bati} were said to be bâti, {false_non_bati} non bâti"
)
_TRULY_NON_BATI = QT_TRANSLATE_NOOP(
    "SatTile", "Of the tiles that are non bâti, {true_non_bati} were said to be non bâti, {false_bati} bâti"
)
_OPTIMISM = QT_TRANSLATE_NOOP(
    "SatTile", "Balanced accuracy of a linear probe: {random:.3f} by a random split, {blocks:.3f} by blocks"
)
_COMPARED = QT_TRANSLATE_NOOP(
    "SatTile", "Against the other classifier: right alone on {b} tiles, wrong alone on {c}; McNemar’s p = {p_value:.3f}"
)
_INDENT = "\N{NO-BREAK SPACE}" * 4
"""The log shows no plain spaces at the start of a line."""


def summary_lines(metrics: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each thing measured that a reader looks for; what is missing or unknown gives none."""
    for key, label in _LABELS.items():
        value = metrics.get(key)
        if isinstance(value, dict) and "value" not in value:
            yield tr("{label}: {value}", label=tr(label), value="").rstrip()
            yield from (f"{_INDENT}{line}" for line in summary_lines(value))
        elif value is not None:
            yield tr("{label}: {value}", label=tr(label), value=_shown(value))
    if metrics.get("split_optimism"):
        yield tr(_OPTIMISM, **metrics["split_optimism"])
    if "mcnemar" in metrics:
        yield tr(_COMPARED, **metrics["mcnemar"])
    if "confusion" in metrics:
        yield tr(_TRULY_BATI, **metrics["confusion"])
        yield tr(_TRULY_NON_BATI, **metrics["confusion"])


def measure(metrics: dict[str, Any], key: str) -> Union[float, None]:
    """Return one number out of the metrics, ``test.accuracy`` or ``f1``, without its interval; None where missing.

    >>> measure({"test": {"f1": {"value": 0.9, "low": 0.8, "high": 1.0}}}, "test.f1")
    0.9
    """
    value: Any = metrics
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value.get("value") if isinstance(value, dict) else value


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        if value.get("low") is None or value.get("high") is None:
            return _shown(value["value"])
        return tr(_INTERVAL, **value)
    if isinstance(value, float) and abs(value) <= 1:
        return written(value, ".3f")
    return f"{value:,.0f}".replace(",", "\u202f") if isinstance(value, (int, float)) else str(value)
