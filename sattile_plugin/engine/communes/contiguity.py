"""Which communes are neighbours."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import scipy.sparse as sp
import shapely
from libpysal.graph import Graph

from .grouping import tied

_GAP_SHARE = 0.01
"""Share of a typical commune's width that may lie between the borders of two neighbours."""


def neighbours_of(communes: gpd.GeoDataFrame) -> sp.csr_matrix:
    """Return who is whose neighbour, (n, n) sparse of 0 and 1, all hanging together.

    Neighbours share a border or a corner, small gaps between badly drawn borders aside. Islands, single or in groups,
    are tied to what lies nearest.
    """
    frame = communes[[communes.geometry.name]].reset_index(drop=True)
    gap = _GAP_SHARE * float(np.sqrt(frame.area).median())
    graph = Graph.build_fuzzy_contiguity(frame, buffer=gap)
    outlines = frame.geometry.to_numpy()
    found = sp.csr_matrix(graph.sparse != 0, dtype=np.int8)
    return tied(found, lambda mine, others: shapely.distance(outlines[mine][:, None], outlines[others][None]))
