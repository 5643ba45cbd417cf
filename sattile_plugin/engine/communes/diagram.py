"""Where things stand in the space of features, drawn flat: PCA and, where it is installed, UMAP."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib import util

import geopandas as gpd
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA

from ...contract import fields

_NEIGHBOURS = 15
_MOST_ROWS = 50_000


def flat_places(features: np.ndarray, generator: np.random.Generator, umap: bool) -> pd.DataFrame:
    """Return pca_x, pca_y, umap_x and umap_y of each row.

    The last two are missing where umap is not installed, and from 50,000 rows on, which would take it many minutes.
    UMAP after L. McInnes, J. Healy and J. Melville, 2018 (arXiv 1802.03426).
    """
    solver = "covariance_eigh" if features.shape[1] < len(features) else "full"
    turned = PCA(2, svd_solver=solver).fit_transform(features)
    spread = _umap(features, generator) if umap else np.full((len(features), 2), np.nan)
    return pd.DataFrame(np.hstack([turned, spread]), columns=[fields.PCA_X, fields.PCA_Y, fields.UMAP_X, fields.UMAP_Y])


def diagram(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return points at pca_x and pca_y, in coordinates of their own."""
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table[fields.PCA_X], table[fields.PCA_Y]))


def umap_diagrams(layers: Mapping[str, pd.DataFrame]) -> dict[str, gpd.GeoDataFrame]:
    """Return the diagrams among `layers` with their points at umap_x and umap_y, where they have those."""
    names = {
        fields.DIAGRAM_LAYER: fields.DIAGRAM_UMAP_LAYER,
        fields.DIAGRAM_TILES_LAYER: fields.DIAGRAM_TILES_UMAP_LAYER,
    }
    found = {name: layers[name] for name in names if name in layers and layers[name][fields.UMAP_X].notna().all()}
    return {
        names[name]: gpd.GeoDataFrame(
            table.drop(columns="geometry"), geometry=gpd.points_from_xy(table[fields.UMAP_X], table[fields.UMAP_Y])
        )
        for name, table in found.items()
    }


def _umap(features: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    if util.find_spec("umap") is None or not _NEIGHBOURS // 3 < len(features) < _MOST_ROWS:
        return np.full((len(features), 2), np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a seed costs it its threads, and what numba will do differently one day
        from umap import UMAP

        seed = int(generator.integers(2**31))
        found = UMAP(n_neighbors=min(_NEIGHBOURS, len(features) - 1), random_state=seed, init="pca").fit_transform(
            features
        )
    return np.asarray(found, dtype=float)
