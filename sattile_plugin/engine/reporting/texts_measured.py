"""Texts of the report's sections on what was measured, in English and French side by side."""

from __future__ import annotations

MEASURED: dict[str, tuple[str, str]] = {
    "confusion": ("What was taken for what", "Ce qui a été pris pour quoi"),
    "confusion.lead": (
        "Confusion matrix of the {part}: each row is a label, each column what the classifier said.",
        "Matrice de confusion des {part} : en ligne l’étiquette, en colonne ce qu’a dit le classifieur.",
    ),
    "confusion.truth": ("label", "étiquette"),
    "confusion.predicted": ("the classifier says", "le classifieur dit"),
    "confusion.missed": ("{count} {name} tiles were missed.", "Tuiles « {name} » manquées : {count}."),
    "confusion.false": (
        "{count} tiles were called {name} that are not (false alarms).",
        "Tuiles dites « {name} » à tort (fausses alarmes) : {count}.",
    ),
    "class": ("class", "classe"),
    "per_class": ("Class by class", "Classe par classe"),
    "per_class.lead": ("The hardest classes first.", "Les classes les plus difficiles d’abord."),
    "threshold": ("Threshold", "Seuil"),
    "threshold.help": (
        "Probability from which a tile is called bâti. A lower one misses less and raises more false alarms.",
        "Probabilité à partir de laquelle une tuile est dite bâtie. Plus bas, il manque moins de bâti et donne plus de "
        "fausses alarmes.",
    ),
    "threshold.lead": (
        "A tile counts as bâti from this probability on. Whatever was chosen was chosen on validation tiles; the test "
        "tiles had no say.",
        "Une tuile compte comme bâtie à partir de cette probabilité. Ce qui a été choisi l’a été sur les tuiles de "
        "validation, sans regarder celles de test.",
    ),
    "threshold.is": ("Threshold: {value}.", "Seuil : {value}."),
    "threshold.missed": (
        "Rule: miss at most {share} of the bâti tiles.",
        "Règle : manquer au plus {share} des tuiles bâties.",
    ),
    "threshold.false_alarms": ("Rule: at most {share} false alarms.", "Règle : au plus {share} de fausses alarmes."),
    "threshold.least": (
        "No threshold keeps to it on validation: this one has the fewest, {share}.",
        "Aucun seuil ne s’y tient en validation : celui-ci en donne le moins, {share}.",
    ),
    "threshold.f1": ("Rule: the best F1.", "Règle : le meilleur F1."),
    "threshold.costs": (
        "Rule: the lowest cost, a missed bâti tile costing {cost} times a false alarm.",
        "Règle : le moindre coût, une tuile bâtie manquée coûtant {cost} fois une fausse alarme.",
    ),
    "threshold.fixed": ("Rule: fixed beforehand.", "Règle : fixé d’avance."),
    "threshold.review": (
        "Probabilities from {low} to {high} deserve a look: {share} of the validation tiles ({count}). They are chosen "
        "so that on these tiles at most 2 % of errors of either kind remain outside of them.",
        "Les probabilités de {low} à {high} méritent un regard : {share} des tuiles de validation ({count}). Elles "
        "sont choisies pour que sur ces tuiles il reste en dehors au plus 2 % d’erreurs de chaque sorte.",
    ),
    "threshold.review_test": (
        "On the test tiles they are {share}, and {missed} of the bâti tiles are missed and {false_alarms} of those "
        "called bâti are false outside of them.",
        "Sur les tuiles de test, elles sont {share} ; en dehors, {missed} des tuiles bâties sont manquées et "
        "{false_alarms} des tuiles dites bâties sont fausses.",
    ),
    "calibration": ("Calibration", "Calibration"),
    "calibration.help": (
        "Whether of the tiles given 80 % about 80 in 100 are bâti. The expected error is the mean gap.",
        "Si, parmi les tuiles annoncées à 80 %, environ 80 sur 100 sont bâties. L’erreur attendue est l’écart moyen.",
    ),
    "calibration.help_of_classes": (
        "Whether of the tiles given a class with 80 % about 80 in 100 are of it. The expected error is the mean gap.",
        "Si, parmi les tuiles données à une classe à 80 %, environ 80 sur 100 en sont. L’erreur attendue est l’écart "
        "moyen.",
    ),
    "calibration.lead": (
        "Does a probability mean what it says? On the diagonal it does; below it what is said is too high.",
        "Une probabilité dit-elle vrai ? Sur la diagonale, oui ; en dessous, ce qui est dit est trop haut.",
    ),
    "calibration.both": (
        "Expected calibration error on {part}: {before} before scaling, {after} after.",
        "Erreur de calibration attendue sur les {part} : {before} avant mise à l’échelle, {after} après.",
    ),
    "calibration.one": (
        "Expected calibration error on {part}: {ece}.",
        "Erreur de calibration attendue sur les {part} : {ece}.",
    ),
    "calibration.test": ("On test tiles: {ece}.", "Sur les tuiles de test : {ece}."),
    "calibration.chance": (
        "So few tiles give {ece} by chance alone, even were every probability right.",
        "Avec si peu de tuiles, le hasard seul donne déjà {ece}, même si toutes les probabilités étaient justes.",
    ),
    "calibration.rose": (
        "It rose: the scaling is chosen by how probable the true classes become, not by this error.",
        "Elle a augmenté : la mise à l’échelle est choisie d’après la probabilité donnée aux vraies classes, non "
        "d’après cette erreur.",
    ),
    "calibration.temperature": (
        "Temperature, by which certainty was divided: {value} (above 1 the classifier was too sure of itself, below 1 "
        "not sure enough).",
        "Température, par laquelle la certitude a été divisée : {value} (au-dessus de 1, le classifieur était trop sûr "
        "de lui ; en dessous, pas assez).",
    ),
    "calibration.prior": (
        "The classes weighed alike while it learned; how often each occurs was given back to the probabilities.",
        "Les classes ont pesé autant pendant l’apprentissage ; leur fréquence a été rendue aux probabilités.",
    ),
    "examples": ("Tiles to look at", "Tuiles à regarder"),
    "examples.wrong": (
        "{count} classed wrong (orange edge); it may be the label that is wrong.",
        "{count} mal classées (bord orange) ; c’est peut-être l’étiquette qui est fausse.",
    ),
    "examples.wrong_of": (
        "{count} of the {total} classed wrong (orange edge); it may be the label that is wrong.",
        "{count} des {total} mal classées (bord orange) ; c’est peut-être l’étiquette qui est fausse.",
    ),
    "examples.right_of": (
        "{count} of the {total} classed right (green edge).",
        "{count} des {total} bien classées (bord vert).",
    ),
    "examples.right": ("{count} classed right (green edge).", "{count} bien classées (bord vert)."),
    "examples.verdict": ("said {name}", "dit {name}"),
    "examples.probability": ("{share} sure", "certitude {share}"),
    "examples.part": ("They are {part}.", "Ce sont des {part}."),
    "examples.truth": ("label: {name}", "étiquette : {name}"),
    "examples.no_image": ("no image", "pas d’image"),
    "places": ("Where it is good, where not", "Où il est bon, où il l’est moins"),
    "places.lead": (
        "The weakest places first. With few tiles in a place its figure means little.",
        "Les lieux les plus faibles d’abord. Avec peu de tuiles dans un lieu, sa valeur ne dit pas grand-chose.",
    ),
    "by_commune": ("By commune", "Par commune"),
    "by_land_use": ("By land use", "Par occupation du sol"),
    "by_block": ("By spatial block", "Par bloc spatial"),
    "tile_count": ("tiles", "tuiles"),
    "commune": ("commune", "commune"),
    "land_use": ("land use", "occupation du sol"),
    "block_id": ("block", "bloc"),
    "name": ("name", "nom"),
    "commune_id": ("commune", "commune"),
    "error_count": ("errors", "erreurs"),
    "true_bati": ("bâti found", "bâti trouvé"),
    "missed_bati": ("bâti missed", "bâti manqué"),
    "false_bati": ("false alarms", "fausses alarmes"),
    "true_non_bati": ("non bâti right", "non bâti juste"),
    "worst_mistake": ("most frequent mistake", "erreur la plus fréquente"),
    "mcnemar": ("Against another model", "Face à un autre modèle"),
    "mcnemar.better": (
        "On the same tiles this model is better, by more than chance explains.",
        "Sur les mêmes tuiles, ce modèle est meilleur, plus que le hasard ne l’explique.",
    ),
    "mcnemar.worse": (
        "On the same tiles the other model is better, by more than chance explains.",
        "Sur les mêmes tuiles, l’autre modèle est meilleur, plus que le hasard ne l’explique.",
    ),
    "mcnemar.same": (
        "On the same tiles no difference shows that chance could not make.",
        "Sur les mêmes tuiles, aucune différence que le hasard ne puisse expliquer.",
    ),
    "mcnemar.other": ("the other model", "l’autre modèle"),
    "mcnemar.counts": (
        "Right by this model only: {this} tiles; by {name} only: {other}.",
        "Justes par ce modèle seul : {this} tuiles ; par {name} seul : {other}.",
    ),
    "mcnemar.difference": (
        "Accuracy of this one less the other’s: {value} points, with 95 % confidence {low} to {high}.",
        "Exactitude de celui-ci moins celle de l’autre : {value} points, à 95 % de confiance {low} à {high}.",
    ),
    "mcnemar.p": ("McNemar’s test: p = {value}.", "Test de McNemar : p = {value}."),
}
