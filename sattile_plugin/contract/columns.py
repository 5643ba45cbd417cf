"""What a reader calls the columns of SatTile's layers and tables, with their units, in English and French."""

from __future__ import annotations

import re

from .languages import LANGUAGES

_SHARE = "%"
COLUMNS: dict[str, tuple[str, str, str]] = {
    "tile_id": ("tile", "tuile", ""),
    "block_id": ("block", "bloc", ""),
    "commune_id": ("commune", "commune", ""),
    "label": ("label", "étiquette", ""),
    "label_source": ("source of the label", "source de l’étiquette", ""),
    "label_reason": ("reason of the doubt", "raison du doute", ""),
    "built_area_m2": ("built area", "surface bâtie", "m²"),
    "built_ratio": ("built share of the tile", "part bâtie de la tuile", _SHARE),
    "building_count": ("buildings", "bâtiments", ""),
    "largest_building_m2": ("largest building", "plus grand bâtiment", "m²"),
    "hidden_ratio": ("built area under trees", "surface bâtie sous les arbres", _SHARE),
    "split": ("part", "lot", ""),
    "p_bati": ("probability of bâti", "probabilité de bâti", _SHARE),
    "predicted": ("class predicted", "classe prédite", ""),
    "uncertainty": ("uncertainty (0 to 1)", "incertitude (0 à 1)", ""),
    "probability": ("probability", "probabilité", _SHARE),
    "novelty": ("novelty (above 1: unlike training)", "nouveauté (au-delà de 1 : autre que l’apprentissage)", ""),
    "out_of_domain": ("unlike the training", "autre que l’apprentissage", ""),
    "truth": ("truth", "vérité", ""),
    "outcome": ("right or wrong", "juste ou faux", ""),
    "error_rank": ("rank of the error", "rang de l’erreur", ""),
    "other_predicted": ("class of the other model", "classe de l’autre modèle", ""),
    "land_use": ("land use", "occupation du sol", ""),
    "accuracy": ("accuracy", "exactitude", _SHARE),
    "accuracy_low": ("accuracy, at least", "exactitude, au moins", _SHARE),
    "accuracy_high": ("accuracy, at most", "exactitude, au plus", _SHARE),
    "error_count": ("errors", "erreurs", ""),
    "suspicion": ("suspicion (0 to 1)", "doute (0 à 1)", ""),
    "suspicion_rank": ("rank", "rang", ""),
    "suspicion_reason": ("why to look", "pourquoi regarder", ""),
    "probable_label": ("probable label", "étiquette probable", ""),
    "duplicate_of": ("same image as", "même image que", ""),
    "finding": ("finding", "constat", ""),
    "finding_reason": ("reason of the finding", "raison du constat", ""),
    "confidence": ("confidence", "confiance", _SHARE),
    "model_area_m2": ("built area expected", "surface bâtie attendue", "m²"),
    "review_rank": ("rank", "rang", ""),
    "review_place": ("place to look at", "lieu à regarder", ""),
    "disagreement_ratio": ("tiles that disagree", "tuiles en désaccord", _SHARE),
    "likeness": ("likeness (cosine)", "ressemblance (cosinus)", ""),
    "likeness_rank": ("rank", "rang", ""),
    "segment": ("segment", "segment", ""),
    "segment_distance": ("distance to the segment’s centre", "distance au centre du segment", ""),
    "segment_second": ("second-best segment", "deuxième segment", ""),
    "cluster": ("cluster", "groupe", ""),
    "cluster_name": ("name of the cluster", "nom du groupe", ""),
    "silhouette": ("silhouette (−1 to 1)", "silhouette (−1 à 1)", ""),
    "centre_distance": ("distance to the cluster’s centre", "distance au centre du groupe", ""),
    "second_cluster": ("second-best cluster", "deuxième groupe", ""),
    "stability": ("stability (0 to 1)", "stabilité (0 à 1)", ""),
    "tile_count": ("tiles", "tuiles", ""),
    "built_share": ("share of bâti", "part de bâti", _SHARE),
    "population": ("population", "population", "inhabitants|habitants"),
    "density_per_km2": ("population density", "densité de population", "inhabitants/km²|habitants/km²"),
    "population_name": ("name in the population table", "nom dans le tableau de population", ""),
    "population_match": ("population joined by", "population jointe par", ""),
    "population_score": ("likeness of the names (0 to 100)", "ressemblance des noms (0 à 100)", ""),
    "population_suspect": ("figure in doubt", "chiffre douteux", ""),
}
"""By column: English, French, and the unit, in both languages where they differ; % of what is held as 0 to 1."""
_SEGMENT_SHARE = re.compile(r"segment_(\d+)_share")
_HELD_AS = ("(0 to 1)", "(0 à 1)")
_SHARE_OF_SEGMENT = ("share of segment {number}", "part du segment {number}")


def column_name(column: str, language: str) -> str:
    """Return what a column is called, without its unit; one that is not SatTile's keeps its name.

    >>> column_name("segment_3_share", "fr"), column_name("insee", "fr")
    ('part du segment 3', 'insee')
    """
    place = LANGUAGES.index(language)
    if found := _SEGMENT_SHARE.fullmatch(column):
        return _SHARE_OF_SEGMENT[place].format(number=found[1])
    return COLUMNS[column][place] if column in COLUMNS else column


def column_unit(column: str, language: str) -> str:
    """Return the unit of a column, "" where it has none.

    >>> column_unit("density_per_km2", "fr"), column_unit("built_area_m2", "en")
    ('habitants/km²', 'm²')
    """
    if is_share(column):
        return _SHARE
    units = COLUMNS[column][2].split("|") if column in COLUMNS else [""]
    return units[LANGUAGES.index(language) % len(units)]


def column_title(column: str, language: str) -> str:
    """Return what a column is called, with its unit.

    >>> column_title("built_share", "fr"), column_title("population", "en")
    ('part de bâti (%)', 'population (inhabitants)')
    """
    unit = column_unit(column, language)
    return column_name(column, language) + (f" ({unit})" if unit else "")


def column_alias(column: str, language: str) -> str:
    """Return what a column is called where its values stand as they are held, shares as 0 to 1; "" of a stranger.

    >>> column_alias("built_share", "fr"), column_alias("built_area_m2", "en"), column_alias("insee", "fr")
    ('part de bâti (0 à 1)', 'built area (m²)', '')
    """
    if is_share(column):
        return f"{column_name(column, language)} {_HELD_AS[LANGUAGES.index(language)]}"
    return column_title(column, language) if column in COLUMNS else ""


def is_share(column: str) -> bool:
    """Say whether a column holds shares of 1, which a reader is told as percent."""
    return bool(_SEGMENT_SHARE.fullmatch(column)) or (column in COLUMNS and COLUMNS[column][2] == _SHARE)
