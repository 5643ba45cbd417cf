"""The pictures beside a clustering: NAME_k.png and its fellows."""

from __future__ import annotations

from pathlib import Path

from ...contract import fields
from ...contract.jobs import ClusterCommunes
from ..io.image_sets import RasterSource
from .findings import Clusters, cluster_of_communes
from .likeness import cosine_matrix, dendrogram
from .looks import Looks
from .pictures import draw_dendrogram, draw_k_curves, draw_silhouette, draw_similarity, draw_typical_tiles
from .summary import typical_tiles

_TILE_PX = 128


def draw_pictures(found: Clusters, looks: Looks, job: ClusterCommunes) -> dict[str, str]:
    """Write the pictures of a clustering beside its GeoPackage; return their paths by what they show."""
    seen = found.communes.iloc[looks.rows]
    names = seen[fields.COMMUNE_ID].tolist()
    bars = seen.assign(name=names)[["name", fields.CLUSTER, fields.CLUSTER_NAME, fields.SILHOUETTE]]
    bars = bars.astype({fields.CLUSTER: int}).fillna({fields.CLUSTER_NAME: ""})
    cluster = bars[fields.CLUSTER].tolist()
    language = job.language
    paths = {name: Path(job.outputs()[name]) for name in ("k", "silhouette", "similarity", "dendrogram")}
    draw_k_curves(paths["k"], found.chosen.curves, language)
    draw_silhouette(paths["silhouette"], bars, language)
    order = dendrogram(looks.mean).order.tolist()
    draw_similarity(paths["similarity"], cosine_matrix(looks.mean), order, names, language)
    draw_dendrogram(paths["dendrogram"], found.tree.linkage, names, cluster, language)
    if job.raster and not looks.described.of_communes:
        paths["typical_tiles"] = Path(job.outputs()["typical_tiles"])
        _draw_tiles(paths["typical_tiles"], found, looks, job)
    return {name: str(path) for name, path in paths.items()}


def _draw_tiles(path: Path, found: Clusters, looks: Looks, job: ClusterCommunes) -> None:
    rows = typical_tiles(looks.described, looks.commune_of_tile, cluster_of_communes(found))
    source = RasterSource(str(job.raster), job.bands, looks.described.frame)
    pixels = {number: [source.read(int(row), _TILE_PX).pixels for row in chosen] for number, chosen in rows.items()}
    names = found.communes.dropna(subset=[fields.CLUSTER_NAME]).drop_duplicates(fields.CLUSTER)
    named = dict(zip(names[fields.CLUSTER].astype(int), names[fields.CLUSTER_NAME]))
    draw_typical_tiles(path, pixels, named, job.language)
