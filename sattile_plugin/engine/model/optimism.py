"""How much too good a random split looks, told beside the split by blocks."""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

_FOLDS = 5
_COMPONENTS = 128
_REGULARISATION = 0.01


def split_optimism(features: np.ndarray, target: np.ndarray, block: np.ndarray, seed: int) -> dict[str, float] | None:
    """Return the balanced accuracy of a linear probe when folds are random tiles, and when they are whole blocks.

    The difference is what a random split would have flattered the accuracy by (Karasiak et al. 2022,
    doi 10.1007/s10994-021-05972-1; Kattenborn et al. 2022, doi 10.1016/j.ophoto.2022.100018).

    Parameters
    ----------
    features : (n_tiles, n_features) float
        What a network that was not trained on these tiles sees in them.
    target : (n_tiles,) int
        Number of the class.
    block : (n_tiles,) array
        Spatial block of each tile.
    seed
        Number that the folds follow from.

    Returns
    -------
    dict or None
        random, blocks and optimism (random less blocks); None where there are too few tiles or blocks for folds, or
        where no two tiles share a block.
    """
    classes, counts = np.unique(target, return_counts=True)
    block_count = len(np.unique(block))
    if len(classes) < 2 or counts.min() < 2 * _FOLDS or not 2 * _FOLDS <= block_count < len(block):
        return None
    alike = StandardScaler().fit_transform(features)
    few = PCA(min(_COMPONENTS, *features.shape), random_state=seed).fit_transform(alike)
    probe = LogisticRegression(C=_REGULARISATION, max_iter=1000)
    random = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    blocks = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=seed)
    found = {
        name: float(balanced_accuracy_score(target, cross_val_predict(probe, few, target, groups=groups, cv=folds)))
        for name, folds, groups in (("random", random, None), ("blocks", blocks, block))
    }
    return {**found, "optimism": found["random"] - found["blocks"]}
