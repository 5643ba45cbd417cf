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
IMAGES_LAYER = "images"
"""Name of the table inside a GeoPackage about the images of a library."""
