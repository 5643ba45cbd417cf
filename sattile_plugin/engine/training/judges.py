"""Judges of cells learn by descent from labels of whole tiles, in Keras."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import keras
import numpy as np
from scipy.special import expit
from sklearn.metrics import accuracy_score, log_loss

from ..model.cells import ODDS, cell_judge
from ..model.symmetries import turned
from .curves import draw_curves
from .fitted import Ground, Start
from .trials import tile_weights

_VIEWS_SEEN, _MOST_PASSES, _LEAST_PASSES = 50_000, 14, 3
"""Views of tiles that a judge learns from in all, by passes over what there is."""
_BATCH = 64
_FINE = 1000
"""Parts of a judge that progress is told in."""
_RATE, _DECAY = 1.5e-3, 2e-2
_SMOOTHING = 0.05
"""Share of certainty taken from each label at least: some are wrong, and a judge that is sure learns no more."""


class Known(NamedTuple):
    """All that can be learned from: tiles of training, then of validation."""

    cells: np.ndarray
    """(n_tiles, n_views, n_cells, n_cells, n_components) float16, mapped from a file."""
    target: np.ndarray
    """(n_tiles,) int, number of the class."""
    place: np.ndarray
    """(n_tiles,) int."""
    is_train: np.ndarray
    """(n_tiles,) bool."""
    built: np.ndarray | None = None
    """(n_tiles, n_cells, n_cells) float, 1 where a building stands, 0 where none does, NaN where it is not known."""


class Trial(NamedTuple):
    """What a judge learns from, and what it is judged on, (n,) int each; the last may be nothing."""

    learned: np.ndarray
    held_out: np.ndarray


def odds_of(judge: keras.Model, known: Known, rows: np.ndarray) -> np.ndarray:
    """Return the log-odds of some tiles as they are, (n_rows,) float."""
    parts = [rows[first : first + _BATCH] for first in range(0, len(rows), _BATCH)]
    said = [judge(known.cells[part, 0].astype(np.float32), training=False) for part in parts]
    return np.concatenate([keras.ops.convert_to_numpy(each)[:, 0] for each in said]).astype(float)


class JudgeLearner:
    """Lets one judge after the other learn; those that a run learned before it was ended are read again.

    Parameters
    ----------
    count
        How many will learn, for the progress.
    """

    def __init__(self, begun: Start, known: Known, ground: Ground, count: int) -> None:
        self._begun, self._known, self._ground, self._count = begun, known, ground, count
        self._number = 0
        self._pupil: _Pupil | None = None
        self._curves: list[list[dict[str, Any]]] = []

    @property
    def curve(self) -> list[dict[str, Any]]:
        """The mean of the curves of those that were judged, pass by pass."""
        longest = max(map(len, self._curves), default=0)
        at = [[curve[number] for curve in self._curves if number < len(curve)] for number in range(longest)]
        return [{name: float(np.mean([point[name] for point in points])) for name in points[0]} for points in at]

    def learn(self, trial: Trial) -> keras.Model:
        """Let a new judge learn."""
        self._number += 1
        seed = self._begun.job.seed * 1000 + self._number
        judge = self._new_judge(seed)
        kept = self._ground.folder / f"judge-{self._number}.weights.h5"
        told = kept.with_suffix(".json")
        if kept.is_file():
            judge.load_weights(kept)
        else:
            told.write_text(json.dumps(self._descend(judge, trial, seed)), "utf-8")
            half = kept.with_name(f".{kept.name}")
            judge.save_weights(half)
            half.replace(kept)
        if len(trial.held_out):
            self._curves.append(json.loads(told.read_text("utf-8")))
            draw_curves(self.curve, path=self._ground.picture, language=self._ground.language)
        return judge

    def _new_judge(self, seed: int) -> keras.Model:
        n_cells, n_components = self._known.cells.shape[-2:]
        return cell_judge(n_cells, n_components, self._begun.surround, seed)

    def _descend(self, judge: keras.Model, trial: Trial, seed: int) -> list[dict[str, Any]]:
        views = _Views(self._known, trial.learned, self._begun.job.class_weights, seed)
        passes = int(np.clip(round(_VIEWS_SEEN / views.count), _LEAST_PASSES, _MOST_PASSES))
        steps = -(-views.count // _BATCH)
        rate = keras.optimizers.schedules.CosineDecay(_RATE, passes * steps)
        if self._pupil is None:
            smoothing = max(_SMOOTHING, self._begun.job.label_smoothing)
            self._pupil = _Pupil(self._new_judge(seed), smoothing, self._known.built is not None)
        pupil = self._pupil
        pupil.begin_as(judge)
        curve: list[dict[str, Any]] = []
        for number in range(passes):
            pupil.network.reset_metrics()
            for step, batch in enumerate(views.drawn(number), 1):
                pupil.network.optimizer.learning_rate = rate(number * steps + step - 1)
                told = pupil.network.train_on_batch(*batch, return_dict=True)
                share = self._number - 1 + (number + step / steps) / passes
                self._ground.reporter.progress("train", round(_FINE * share), _FINE * self._count)
            if len(trial.held_out):
                of_tiles = told.get(f"{pupil.network.output_names[0]}_loss", told["loss"])
                curve.append(self._point(pupil.judge, trial, number + 1, float(of_tiles)))
        judge.set_weights(pupil.judge.get_weights())
        return curve

    def _point(self, judge: keras.Model, trial: Trial, number: int, training_loss: float) -> dict[str, Any]:
        said, target = expit(odds_of(judge, self._known, trial.held_out)), self._known.target[trial.held_out]
        values = {
            "training_loss": training_loss,
            "validation_loss": float(log_loss(target, said, labels=[0, 1])),
            "validation_accuracy": float(accuracy_score(target, said >= 0.5)),
        }
        self._ground.reporter.notice("epoch", epoch=number, **values)
        return {"epoch": number, **values}


class _Pupil:
    """The network that learns in the place of each judge, one after the other: it is made ready to learn only once.

    Parameters
    ----------
    judge
        A judge like all others; it is learned in, and holds what was learned.
    smoothing
        Share of certainty taken from each label.
    is_told_of_cells
        Whether it is told of cells too, beside the tile.
    """

    def __init__(self, judge: keras.Model, smoothing: float, is_told_of_cells: bool) -> None:
        self.judge = judge
        taught = [judge.output, judge.get_layer(ODDS).output] if is_told_of_cells else [judge.output]
        self.network = keras.Model(judge.input, taught)
        losses = [keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=smoothing) for _ in taught]
        self.network.compile(keras.optimizers.AdamW(_RATE, weight_decay=_DECAY), loss=losses)
        self.network.optimizer.build(self.network.trainable_variables)

    def begin_as(self, judge: keras.Model) -> None:
        """Become a judge that has learned nothing yet, in what it drops by lot too, and forget what was learned."""
        for own, given in zip(self.judge.variables, judge.variables):
            own.assign(given)
        for moment in self.network.optimizer.variables:
            moment.assign(keras.ops.zeros_like(moment))


class _Views:
    """All views of some tiles, to be drawn by lot."""

    def __init__(self, known: Known, rows: np.ndarray, class_weights: bool, seed: int) -> None:
        self._known, self._rows, self._seed = known, rows, seed
        self._n_views = known.cells.shape[1]
        self.count = len(rows) * self._n_views
        weights = tile_weights(known.target[rows], known.place[rows]) if class_weights else np.ones(len(rows))
        self._weights = weights.astype(np.float32)

    def drawn(self, number: int) -> Iterator[tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]]:
        """Yield batches of cells, truths and weights of every view once, in the order of pass `number`.

        The truths are those of the tiles, (n, 1), and where it is known of the cells, (n, n_cells, n_cells, 1).
        """
        order = np.random.default_rng([self._seed, number]).permutation(self.count)
        for first in range(0, self.count, _BATCH):
            at, view = np.divmod(order[first : first + _BATCH], self._n_views)
            rows = self._rows[at]
            cells = np.stack([self._known.cells[row, turn] for row, turn in zip(rows, view)]).astype(np.float32)
            truths, weights = [self._known.target[rows, None].astype(np.float32)], [self._weights[at]]
            if self._known.built is not None:
                built = np.stack([turned(self._known.built[row, ..., None], turn) for row, turn in zip(rows, view)])
                truths.append(np.nan_to_num(built))
                weights.append((~np.isnan(built[..., 0])).astype(np.float32))
            yield cells, truths, weights
