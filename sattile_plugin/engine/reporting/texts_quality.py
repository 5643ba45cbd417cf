"""Texts of what the report says first, in English and French side by side."""

from __future__ import annotations

QUALITY: dict[str, tuple[str, str]] = {
    "hundred.sure": ("right", "juste"),
    "hundred.likely": ("right, perhaps by chance", "juste, peut-être par hasard"),
    "hundred.maybe": ("wrong, perhaps by chance", "faux, peut-être par hasard"),
    "hundred.wrong": ("wrong", "faux"),
    "headline.test": (
        "Of 100 tiles that it never saw, the classifier gets {right} right.",
        "Sur 100 tuiles jamais vues, le classifieur en classe {right} correctement.",
    ),
    "headline.validation": (
        "Of 100 tiles that it did not learn from, the classifier gets {right} right.",
        "Sur 100 tuiles hors apprentissage, le classifieur en classe {right} correctement.",
    ),
    "headline.all": (
        "Of 100 labelled tiles of this place, the classifier gets {right} right.",
        "Sur 100 tuiles étiquetées de ce lieu, le classifieur en classe {right} correctement.",
    ),
    "headline.none": (
        "This run holds no measure of quality. Measure the classifier with “Evaluate a classifier”.",
        "Cette exécution ne contient aucune mesure de qualité. Mesurez le classifieur avec « Évaluer un classifieur ».",
    ),
    "headline.train_only": (
        "The classifier learned from these tiles: they show what it remembers, not how good it is, so no figure is "
        "given. Measure it on test tiles or on another place.",
        "Le classifieur a appris de ces tuiles : elles montrent ce qu’il a retenu, pas ce qu’il vaut ; aucun chiffre "
        "n’est donc donné. Mesurez-le sur les tuiles de test ou sur un autre lieu.",
    ),
    "sureness.plain": ("Measured on {count} {part}.", "Mesuré sur {count} {part}."),
    "sureness.interval": (
        "Measured on {count} {part}; with 95 % confidence between {low} and {high} of 100.",
        "Mesuré sur {count} {part} ; à 95 % de confiance, entre {low} et {high} sur 100.",
    ),
    "headline.bati": (
        "Of 100 bâti tiles it finds {recall}; of 100 tiles that it calls bâti, {precision} are.",
        "Sur 100 tuiles bâties, il en trouve {recall} ; sur 100 tuiles qu’il dit bâties, {precision} le sont.",
    ),
    "headline.classes": (
        "Of the {count} classes “{best}” is found best ({best_recall} of 100), “{worst}” least ({worst_recall}).",
        "Des {count} classes, « {best} » est la mieux retrouvée ({best_recall} sur 100), « {worst} » la moins bien "
        "({worst_recall} sur 100).",
    ),
    "headline.two_classes": (
        "Of 100 tiles that are “{best}” it finds {best_recall}, of 100 that are “{worst}” {worst_recall}.",
        "Sur 100 tuiles « {best} », il en retrouve {best_recall} ; sur 100 tuiles « {worst} », {worst_recall}.",
    ),
    "headline.review": (
        "Looking yourself at the tiles where it hesitates ({share}) leaves at most 2 % of errors of either kind, as "
        "far as the validation tiles tell.",
        "En regardant soi-même les tuiles où il hésite ({share}), il reste au plus 2 % d’erreurs de chaque sorte, "
        "d’après les tuiles de validation.",
    ),
    "headline.review_test": (
        "Looking yourself at the test tiles where it hesitates ({share}) leaves {missed} of the bâti tiles missed and "
        "{false_alarms} of those called bâti false.",
        "En regardant soi-même les tuiles de test où il hésite ({share}), il reste {missed} de tuiles bâties manquées "
        "et, parmi celles dites bâties, {false_alarms} à tort.",
    ),
    "warning.validation": (
        "No test tiles: measured on validation tiles, by which the best state of the classifier was chosen, so the "
        "figures are rather too good.",
        "Pas de tuiles de test : mesuré sur les tuiles de validation, qui ont servi à choisir le meilleur état du "
        "classifieur ; les valeurs sont donc plutôt trop bonnes.",
    ),
    "warning.all": (
        "All labelled tiles count. If the classifier learned from this place, the figures are too good.",
        "Toutes les tuiles étiquetées comptent. Si le classifieur a appris de ce lieu, les valeurs sont trop bonnes.",
    ),
    "warning.few": (
        "{count} tiles are few: look at the intervals rather than the values.",
        "{count} tuiles, c’est peu : regardez les intervalles plutôt que les valeurs.",
    ),
    "warning.absent": (
        "No measured tile is {name}: how well that class is told is not known.",
        "Aucune tuile mesurée n’est {name} : on ne sait pas comment cette classe est reconnue.",
    ),
    "warning.learned": (
        "The model learned at this place, by another layer or split: it may know these tiles, and the figures then are "
        "too good.",
        "Le modèle a appris en ce lieu, d’une autre couche ou répartition : il connaît peut-être ces tuiles, et les "
        "valeurs seraient alors trop bonnes.",
    ),
    "warning.library": (
        "The images of a library have no place: neighbours may stand on both sides of the split, so the figures can be "
        "too good.",
        "Les images d’une bibliothèque ne sont pas situées : des voisines peuvent être des deux côtés de la "
        "répartition, et les valeurs être trop bonnes.",
    ),
}
