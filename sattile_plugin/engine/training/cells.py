"""Learning where in a tile something stands, from labels of whole tiles: judges of cells on a frozen backbone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
from scipy.linalg import block_diag
from scipy.special import expit
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

from ...contract import fields
from ..model.architectures import CELL_PX
from ..model.cells import Projection
from ..model.features import Backbone
from ..model.networks import Network, depths_of, head_of, judged_by_cells, pretrained_network
from ..model.onnx_export import export_backbone
from ..model.symmetries import turned
from .augment import NONE, ONLY_SYMMETRIES
from .fitted import Fitted, Ground, Start
from .folds import folds_of, places_to_leave_out
from .head import HeadFit, Judged
from .judges import JudgeLearner, Known, Trial, odds_of
from .seen import features_of, varied_views
from .tiles import Tiles
from .trials import BLOCKS, PLACES, tile_weights

_COMPONENTS = 3.0
"""Principal components that are kept of each depth, times the root of how many features it has."""
_LEAST_SPREAD = 1e-3
_SAMPLED_TILES, _SAMPLED_CELLS = 400, 50
"""Tiles, and cells of each, by which the components are found."""
_JUDGES = 3
"""Judges that learn from the same tiles; the mean of several is surer than one."""
_NONE = np.zeros(0, dtype=int)
_LOOK = 8
"""Tiles that go through the backbone at once; what it sees in each cell is large."""


def fit_cells(begun: Start, backbone: Backbone, ground: Ground) -> Fitted:
    """Fit judges of cells, several of which decide together, and judge them on what they did not learn from.

    What is left out in turn are places where there are several, else blocks, else validation judges, as of a head
    (`fit_head`). Where blocks are, each of them is known by all judges but one, and these judges are those that decide
    (a cross-validation committee, Parmanto and others 1996). With places, others learn from all of them in the end.
    Judges that were learned before a run was ended are kept.
    """
    parts = ground.parts
    trunk = _trunk(begun)
    projection, known = _look(begun, backbone, ground, depths_of(trunk))
    left_out, trials = plan_judges(known, folds_of(parts[fields.TRAIN], parts[fields.VALIDATION], begun.job.seed))
    whole = [Trial(np.flatnonzero(known.is_train), _NONE)] * _JUDGES if left_out == PLACES else []
    learner = JudgeLearner(begun, known, ground, len(trials) + len(whole))
    judges = [learner.learn(trial) for trial in trials]
    said = _said(judges, trials, known)
    neutral = neutral_odds(known, said, begun.job.class_weights)
    judges = [learner.learn(trial) for trial in whole] or judges
    network = judged_by_cells(trunk, projection, judges, neutral, begun.surround)
    fit = HeadFit(head_of(network), [], *_judged(known, said - neutral, left_out))
    path = ground.folder / "learned.onnx"
    export_backbone(network.model, path)
    seeing, progress = Backbone(path), partial(ground.reporter.progress, "evaluate")
    seen = {part: features_of(seeing, tiles, progress) for part, tiles in parts.items()}
    return Fitted(seeing, fit.head, seen, {"judges": _told(learner.curve, left_out)}, fit, network)


def _told(curve: list[dict[str, Any]], left_out: str) -> list[dict[str, Any]]:
    """Return the curve with what it was judged on; its last pass is kept."""
    return [{**point, "judged_on": left_out, "chosen": point is curve[-1]} for point in curve]


def _said(judges: Sequence[keras.Model], trials: Sequence[Trial], known: Known) -> np.ndarray:
    """Return the mean of the log-odds by those that did not learn from a tile, (n_tiles,) float, NaN of others."""
    total, times = np.zeros(len(known.target)), np.zeros(len(known.target))
    for judge, trial in zip(judges, trials):
        total[trial.held_out] += odds_of(judge, known, trial.held_out)
        times[trial.held_out] += 1
    return np.divide(total, times, out=np.full(len(total), np.nan), where=times > 0)


def neutral_odds(known: Known, said: np.ndarray, class_weights: bool) -> float:
    """Return the log-odds of what was not learned from at which both classes are as probable (Platt 1999, as `settle`).

    That is above 0: of many cells that were never seen the strongest ones are so by chance too.
    """
    rows = np.flatnonzero(~np.isnan(said))
    weights = tile_weights(known.target[rows], known.place[rows]) if class_weights else None
    fitted = LogisticRegression().fit(said[rows, None], known.target[rows], weights)
    slope = float(fitted.coef_[0, 0])
    return float(-fitted.intercept_[0] / slope) if slope > 0 else 0.0


def _judged(known: Known, said: np.ndarray, left_out: str) -> tuple[Judged | None, np.ndarray | None]:
    """Return what was said of what was left out, and of validation where that is learned from in the end."""
    if left_out == fields.VALIDATION:
        return None, None
    probability = np.stack([expit(-said), expit(said)], axis=1)
    rows = np.flatnonzero(~np.isnan(said))
    judged = Judged(left_out, known.target[rows], probability[rows])
    return judged, probability[~known.is_train] if left_out == BLOCKS else None


def plan_judges(known: Known, folds: np.ndarray | None) -> tuple[str, list[Trial]]:
    """Return what is left out in turn, and for each turn what is learned from and judged on."""
    places = places_to_leave_out(known.target, known.place)
    if len(places) > 1:
        others = [(place, known.is_train & (known.place != place)) for place in places]
        if all(len(np.unique(known.target[rest])) == 2 for _, rest in others):
            trials = [Trial(np.flatnonzero(rest), np.flatnonzero(known.place == place)) for place, rest in others]
            return PLACES, trials
    if folds is None:
        return fields.VALIDATION, [Trial(np.flatnonzero(known.is_train), np.flatnonzero(~known.is_train))] * _JUDGES
    return BLOCKS, [Trial(np.flatnonzero(folds != one), np.flatnonzero(folds == one)) for one in np.unique(folds)]


def _trunk(begun: Start) -> Network:
    job = begun.job
    return pretrained_network(job.backbone, begun.size_px, 2, job.backbone_weights, job.seed, job.backbone_width)


def _look(begun: Start, backbone: Backbone, ground: Ground, depths: Sequence[int]) -> tuple[Projection, Known]:
    """See all that can be learned from in its symmetries, once; what was seen is kept for a run that goes on."""
    parts = [ground.parts[part] for part in (fields.TRAIN, fields.VALIDATION)]
    target, place = (np.concatenate([getattr(part, name) for part in parts]) for name in ("target", "place"))
    is_train = np.arange(len(target)) < len(parts[0].target)
    side = begun.size_px // CELL_PX
    path, half = ground.folder / "cells.npy", ground.folder / "cells.partial.npy"
    projection = _projection(backbone, parts[0], side, depths, ground.folder / "projection.npz")
    if not path.is_file():
        how = NONE if begun.job.augmentation == NONE else ONLY_SYMMETRIES
        views = 1 + varied_views(len(target), how, begun.job.seed).number
        shape = (len(target), views, side, side, projection.weights.shape[1])
        cells = np.lib.format.open_memmap(half, "w+", np.float16, shape)
        done = 0
        for first, pixels in _batches(parts):
            for view in range(views):
                seen = backbone.describe(turned(pixels, view), views=1).reshape(len(pixels), side, side, -1)
                cells[first : first + len(pixels), view] = projection.apply(seen)
                done += len(pixels)
                ground.reporter.progress("features", done, len(target) * views)
        cells.flush()
        half.replace(path)
    built = None if ground.built is None else np.concatenate([ground.built[part] for part in ground.built])
    return projection, Known(np.load(path, mmap_mode="r", allow_pickle=False), target, place, is_train, built)


def _batches(parts: Sequence[Tiles]) -> Iterator[tuple[int, np.ndarray]]:
    before = 0
    for part in parts:
        for first in range(0, len(part.target), _LOOK):
            yield before + first, np.asarray(part.pixels[first : first + _LOOK])
        before += len(part.target)


def _projection(backbone: Backbone, tiles: Tiles, side: int, depths: Sequence[int], kept: Path) -> Projection:
    if kept.is_file():
        with np.load(kept, allow_pickle=False) as found:
            return Projection(found["weights"], found["bias"])
    projection, half = components_of(_sampled(backbone, tiles, side), depths), kept.with_suffix(".partial.npz")
    np.savez(half, **projection._asdict())
    half.replace(kept)
    return projection


def components_of(sample: np.ndarray, depths: Sequence[int]) -> Projection:
    """Return the principal components of what is seen in cells, each as far spread as the others.

    Each depth has its own: together the many features of the last one, which tell most alike, would push out the rest.

    Parameters
    ----------
    sample : (n_cells, n_features) float
        Features of all depths.
    depths
        How many of them each depth has.
    """
    weights, first = [], 0
    for depth in depths:
        part = sample[:, first : first + depth]
        count = min(round(_COMPONENTS * depth**0.5), *part.shape)
        components = PCA(count, svd_solver="randomized", random_state=0).fit(part)
        weights.append(components.components_.T / (np.sqrt(components.explained_variance_) + _LEAST_SPREAD))
        first += depth
    whole = block_diag(*weights)
    return Projection(whole.astype(np.float32), (-(sample.mean(axis=0) @ whole)).astype(np.float32))


def _sampled(backbone: Backbone, tiles: Tiles, side: int) -> np.ndarray:
    """Return what is seen in some cells of some tiles, (n_cells, n_features)."""
    generator = np.random.default_rng(0)
    rows = np.unique(np.linspace(0, len(tiles.target) - 1, _SAMPLED_TILES).round().astype(int))
    drawn = []
    for first in range(0, len(rows), _LOOK):
        seen = backbone.describe(np.asarray(tiles.pixels[rows[first : first + _LOOK]]), views=1)
        cells = seen.reshape(-1, seen.shape[1] // side**2)
        drawn.append(cells[generator.choice(len(cells), min(len(cells), _SAMPLED_CELLS * len(seen)), replace=False)])
    return np.concatenate(drawn)
