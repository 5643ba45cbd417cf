"""Names of the columns of a tile layer and of the values that stand in them."""

from __future__ import annotations

TILE_ID = "tile_id"

LABEL = "label"
LABEL_SOURCE = "label_source"
LABEL_REASON = "label_reason"
BUILT_AREA_M2 = "built_area_m2"
BUILT_RATIO = "built_ratio"
BUILDING_COUNT = "building_count"
LARGEST_BUILDING_M2 = "largest_building_m2"
HIDDEN_RATIO = "hidden_ratio"

SPLIT = "split"
BLOCK_ID = "block_id"

P_BATI = "p_bati"
PREDICTED = "predicted"
UNCERTAINTY = "uncertainty"
PROBABILITY = "probability"
"""Probability of the predicted class, where the classes are not bati and non_bati."""
NOVELTY = "novelty"
"""Distance of a tile's features to those of training: 1 is as far as the farthest 1 % of validation tiles."""
OUT_OF_DOMAIN = "out_of_domain"
"""Whether a tile is unlike all that the model saw: novelty above 1."""

TRUTH = "truth"
OUTCOME = "outcome"
ERROR_RANK = "error_rank"
"""Order of the errors of a model, the one that it was surest of first."""
OTHER_PREDICTED = "other_predicted"
LAND_USE = "land_use"

TRUE_BATI = "true_bati"
FALSE_BATI = "false_bati"
MISSED_BATI = "missed_bati"
TRUE_NON_BATI = "true_non_bati"
OUTCOMES = (TRUE_NON_BATI, FALSE_BATI, MISSED_BATI, TRUE_BATI)
"""How a model does on a tile, at twice the number of the truth and that of the class predicted."""
RIGHT = "right"
WRONG = "wrong"
"""The same where the classes are not bati and non_bati."""

ACCURACY = "accuracy"
ACCURACY_LOW = "accuracy_low"
ACCURACY_HIGH = "accuracy_high"
"""Bounds of Wilson's interval of 95 % of an accuracy."""
ERROR_COUNT = "error_count"

SUSPICION = "suspicion"
SUSPICION_RANK = "suspicion_rank"
SUSPICION_REASON = "suspicion_reason"
PROBABLE_LABEL = "probable_label"
DUPLICATE_OF = "duplicate_of"

BLANK = "blank"
CLOUD = "cloud"
DUPLICATE = "duplicate"
WRONG_LABEL = "label"
REASONS = (BLANK, CLOUD, DUPLICATE, WRONG_LABEL)
"""Why a tile is suspicious."""

BATI = "bati"
NON_BATI = "non_bati"
UNSURE = "unsure"
CLASSES = (NON_BATI, BATI)
"""The two classes in the order of the classifier's target: 0 is non_bati, 1 is bati."""

TRAIN = "train"
VALIDATION = "validation"
TEST = "test"
PARTS = (TRAIN, VALIDATION, TEST)

TILES_LAYER = "tiles"
"""Name of the layer inside each GeoPackage of tiles."""
STYLES_TABLE = "layer_styles"
"""Table in which QGIS keeps the styles of a GeoPackage's layers."""
IMAGES_LAYER = "images"
"""Name of the table inside a GeoPackage about the images of a library."""

COMMUNE_ID = "commune_id"
FEATURES = "features"
LIKENESS = "likeness"
LIKENESS_RANK = "likeness_rank"

SEGMENT = "segment"
SEGMENT_DISTANCE = "segment_distance"
SEGMENT_SECOND = "segment_second"
SEGMENT_SHARE = "segment_{number}_share"
"""Pattern of the columns with the share of each segment in a commune."""

CLUSTER = "cluster"
CLUSTER_NAME = "cluster_name"
SILHOUETTE = "silhouette"
CENTRE_DISTANCE = "centre_distance"
SECOND_CLUSTER = "second_cluster"
STABILITY = "stability"
PCA_X = "pca_x"
PCA_Y = "pca_y"
UMAP_X = "umap_x"
UMAP_Y = "umap_y"
TILE_COUNT = "tile_count"
BUILT_SHARE = "built_share"
POPULATION = "population"
DENSITY_PER_KM2 = "density_per_km2"
POPULATION_NAME = "population_name"
POPULATION_MATCH = "population_match"
POPULATION_SCORE = "population_score"
POPULATION_SUSPECT = "population_suspect"
"""Whether the population looks like a placeholder."""

COMMUNES_LAYER = "communes"
"""Name of the layer of communes inside a GeoPackage of cluster or segment."""
BLOCKS_LAYER = "blocks"
DIAGRAM_LAYER = "diagram"
DIAGRAM_TILES_LAYER = "diagram_tiles"
DIAGRAM_UMAP_LAYER = "diagram_umap"
DIAGRAM_TILES_UMAP_LAYER = "diagram_tiles_umap"
CLUSTERS_TABLE = "clusters"
K_CURVES_TABLE = "k_curves"
SIMILARITY_TABLE = "similarity"
TWINS_TABLE = "twins"
POPULATION_DOUBTS_TABLE = "population_doubts"
STATISTICS_TABLE = "statistics"
ACCURACY_TABLE = "accuracy"
ACCURACY_CLASSES_TABLE = "accuracy_classes"

FINDING = "finding"
FINDING_REASON = "finding_reason"
CONFIDENCE = "confidence"
MODEL_AREA_M2 = "model_area_m2"
REVIEW_RANK = "review_rank"
REVIEW_PLACE = "review_place"
DISAGREEMENT_RATIO = "disagreement_ratio"

AGREED_BATI = "agreed_bati"
AGREED_NON_BATI = "agreed_non_bati"
NEW = "new"
GONE = "gone"
HIDDEN = "hidden"
TOO_SMALL = "too_small"
AT_EDGE = "at_edge"
DOUBTFUL = "doubtful"
FINDINGS = (NEW, GONE, HIDDEN, TOO_SMALL, AT_EDGE, DOUBTFUL, AGREED_BATI, AGREED_NON_BATI)
"""What a comparison of model and buildings finds of a tile: two disagreements, four that are explained, agreement."""


def is_segment_share(column: str) -> bool:
    """Say whether a column holds the share of a segment in a commune.

    >>> is_segment_share("segment_3_share"), is_segment_share("segment_second")
    (True, False)
    """
    before, after = SEGMENT_SHARE.split("{number}")
    return column.startswith(before) and column.endswith(after)
