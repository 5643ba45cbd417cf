"""The report's texts, each in English and French side by side; what stands in braces is filled in.

Qt's catalogue is of no use here: the engine runs without QGIS.
"""

from __future__ import annotations

from .texts_layer import LAYER
from .texts_measured import MEASURED
from .texts_quality import QUALITY

CLASS_NAMES = {
    "bati": ("bâti", "bâti"),
    "non_bati": ("non bâti", "non bâti"),
    "unsure": ("unsure", "incertain"),
}

TEXTS: dict[str, tuple[str, str]] = {
    **MEASURED,
    **LAYER,
    **QUALITY,
    "title.train": ("Report of a training", "Rapport d’entraînement"),
    "title.evaluate": ("Report of an evaluation", "Rapport d’évaluation"),
    "title.sample": ("Report of a sample scene", "Rapport d’une scène d’exemple"),
    "title.grid": ("Report of a tile grid", "Rapport d’une grille de tuiles"),
    "title.label": ("Report of tile labels", "Rapport d’étiquetage"),
    "title.check": ("Report of a check of labels", "Rapport de contrôle des étiquettes"),
    "title.split": ("Report of a split", "Rapport de répartition"),
    "title.export": ("Report of an image library", "Rapport d’une bibliothèque d’images"),
    "title.classify": ("Report of a classification", "Rapport de classification"),
    "title.compare": ("Report of a comparison", "Rapport de comparaison"),
    "title.describe": ("Report of image features", "Rapport de description des tuiles"),
    "title.segment": ("Report of land-use segments", "Rapport de segments d’occupation du sol"),
    "title.cluster": ("Report of clustered communes", "Rapport de communes groupées"),
    "about.features": ("{count} features", "{count} entités"),
    "about.tiles": ("tiles of {side} m", "tuiles de {side} m"),
    "about.resolution": ("seen at {resolution} m a pixel", "vues à {resolution} m par pixel"),
    "about.duration": ("made in {duration}", "calculé en {duration}"),
    "footer": (
        "Written by SatTile {version}.",
        "Écrit par SatTile {version}.",
    ),
    "footer.intervals": (
        "Figures with an interval lie in it with 95 % confidence.",
        "Les valeurs données avec un intervalle s’y trouvent à 95 % de confiance.",
    ),
    "about.file": ("file of {moment}", "fichier du {moment}"),
    "interval": ("{low} to {high}", "{low} à {high}"),
    "no_interval": (
        "no interval: blocks too few or all alike",
        "sans intervalle : blocs trop peu nombreux ou tous pareils",
    ),
    "more_rows": ("{count} more are not shown.", "{count} autres ne sont pas montrés."),
    "part.test": ("test tiles", "tuiles de test"),
    "part.validation": ("validation tiles", "tuiles de validation"),
    "part.all": ("labelled tiles", "tuiles étiquetées"),
    "part.train": ("training tiles", "tuiles d’entraînement"),
    "part_name.train": ("training", "entraînement"),
    "part_name.validation": ("validation", "validation"),
    "part_name.test": ("test", "test"),
    "figures": ("Key figures", "Chiffres clés"),
    "accuracy": ("Accuracy", "Exactitude"),
    "accuracy.short": ("accuracy", "exactitude"),
    "accuracy.help": ("Share of tiles classed rightly.", "Part des tuiles bien classées."),
    "balanced_accuracy": ("Balanced accuracy", "Exactitude équilibrée"),
    "balanced_accuracy.short": ("balanced accuracy", "exactitude équilibrée"),
    "balanced_accuracy.help": (
        "The same with every class weighing alike; 0.5 is chance with two classes.",
        "La même, chaque classe comptant autant ; 0,5 est le hasard avec deux classes.",
    ),
    "precision": ("Precision", "Précision"),
    "precision.short": ("precision", "précision"),
    "precision.help": (
        "Of the tiles called bâti, the share that is.",
        "Parmi les tuiles dites bâties, part qui l’est.",
    ),
    "precision.help_of_classes": (
        "Of the tiles said to be of a class, the share that is.",
        "Parmi les tuiles dites d’une classe, part qui en est.",
    ),
    "recall.help_of_classes": (
        "Of the tiles of a class, the share that is found.",
        "Parmi les tuiles d’une classe, part retrouvée.",
    ),
    "balanced_accuracy.help_of_classes": (
        "The same with every class weighing alike.",
        "La même, chaque classe comptant autant.",
    ),
    "loss": ("Loss", "Perte"),
    "loss.help": (
        "How far the probabilities are from the labels; lower is better. What a training makes small.",
        "Écart entre les probabilités et les étiquettes ; plus bas, c’est mieux. Ce qu’un entraînement réduit.",
    ),
    "regularisation": ("Regularisation, C", "Régularisation, C"),
    "regularisation.help": (
        "A brake on learning by heart: the smaller C, the stronger.",
        "Un frein à l’apprentissage par cœur : plus C est petit, plus il est fort.",
    ),
    "epoch": ("Epoch", "Époque"),
    "epoch.help": ("One pass over all training tiles.", "Un passage sur toutes les tuiles d’entraînement."),
    "mcnemar.help": (
        "McNemar’s test looks at the tiles that only one of the two models has right. A p below 0.05 is hardly chance.",
        "Le test de McNemar regarde les tuiles qu’un seul des deux modèles a justes. Un p sous 0,05 n’est guère dû au "
        "hasard.",
    ),
    "recall": ("Recall", "Rappel"),
    "recall.short": ("recall", "rappel"),
    "recall.help": ("Of the bâti tiles, the share that is found.", "Parmi les tuiles bâties, part retrouvée."),
    "f1": ("F1", "F1"),
    "f1.short": ("F1", "F1"),
    "f1.help": ("Precision and recall in one figure.", "Précision et rappel en un seul chiffre."),
    "roc_auc": ("Area under the ROC curve", "Aire sous la courbe ROC"),
    "roc_auc.short": ("ROC area", "aire ROC"),
    "roc_auc.help": (
        "How often a bâti tile gets a higher probability than a non bâti one.",
        "Chance qu’une tuile bâtie ait une probabilité plus forte qu’une non bâtie.",
    ),
    "pr_auc": ("Area under precision-recall", "Aire sous précision-rappel"),
    "pr_auc.short": ("PR area", "aire PR"),
    "pr_auc.help": (
        "Mean precision over all thresholds; tells most where bâti is rare.",
        "Précision moyenne sur tous les seuils ; utile quand le bâti est rare.",
    ),
    "learning": ("How it learned", "Comment il a appris"),
    "learning.lead": (
        "The orange point is the state that was kept. Of training tiles only the loss is shown: being right on them "
        "proves nothing.",
        "Le point orange est l’état gardé. Des tuiles d’entraînement, seule la perte est montrée : y être juste ne "
        "prouve rien.",
    ),
    "learning.head": (
        "Head: a linear classifier on what the pretrained network sees, for several strengths of regularisation. Of "
        "those that serve about as well as the best, the one that learns least by heart is kept.",
        "Tête : un classifieur linéaire sur ce que voit le réseau pré-entraîné, pour plusieurs régularisations. De "
        "celles qui servent à peu près aussi bien que la meilleure, on garde celle qui apprend le moins par cœur.",
    ),
    "learning.blocks": (
        "Judged on blocks of tiles left out in turn, since validation tiles are few. In the end it learned from the "
        "validation tiles too; what this report says of them was said before.",
        "On en juge sur des blocs de tuiles laissés de côté tour à tour, car les tuiles de validation sont peu "
        "nombreuses. À la fin, il a aussi appris de celles-ci ; ce que ce rapport en dit l’a été avant.",
    ),
    "learning.places": (
        "Judged on each place in turn, left out, by what was learned from the others.",
        "On en juge sur chaque lieu tour à tour, laissé de côté, d’après ce qui a été appris des autres.",
    ),
    "learning.fine_tune": (
        "Fine-tuning: the top of the pretrained network adapts, at a low rate.",
        "Ajustement : le haut du réseau pré-entraîné s’adapte, à petit pas.",
    ),
    "learning.judges": (
        "Cells: the pretrained network stays as it is; several small networks learn in which cells of a tile something "
        "is built, in as many passes as were fixed beforehand. The curves are the mean of theirs.",
        "Cellules : le réseau pré-entraîné reste tel quel ; plusieurs petits réseaux apprennent dans quelles cellules "
        "d’une tuile se trouve du bâti, en un nombre de passes fixé d’avance. Les courbes sont la moyenne des leurs.",
    ),
    "learning.train": ("Training: all weights learn.", "Entraînement : tous les poids apprennent."),
    "data": ("Data", "Données"),
    "data.places": ("Places", "Lieux"),
    "data.tiles": ("tiles or library", "tuiles ou bibliothèque"),
    "data.raster": ("orthophoto", "orthophoto"),
    "data.crs": ("system", "système"),
    "data.extent": ("extent (m)", "emprise (m)"),
    "data.box": ("x {west} to {east}, y {south} to {north}", "x {west} à {east}, y {south} à {north}"),
    "data.tile_size": ("tile (m)", "tuile (m)"),
    "data.resolution": ("m a pixel", "m par pixel"),
    "data.counts": ("Tiles", "Tuiles"),
    "data.part": ("part", "lot"),
    "data.all": ("all", "total"),
    "split_optimism": ("Split optimism", "Optimisme de la répartition"),
    "split_optimism.help": (
        "How much better a random split would have looked than one by blocks, neighbours being alike.",
        "Ce qu’une répartition au hasard aurait gagné en apparence sur celle par blocs, les voisines se ressemblant.",
    ),
    "split_optimism.point": (
        "A random split would have promised {random} balanced accuracy where blocks give {blocks} (linear probe).",
        "Une répartition au hasard aurait promis {random} d’exactitude équilibrée, les blocs donnent {blocks} (sonde "
        "linéaire).",
    ),
    "fit": (
        "Fitted to {name}, without its labels. {done}",
        "Ajusté à {name}, sans ses étiquettes. {done}",
    ),
    "fit.parted": (
        "Its tiles part in two groups where the model says {value}; that became 0.5.",
        "Ses tuiles se séparent en deux groupes là où le modèle dit {value} ; cela est devenu 0,5.",
    ),
    "fit.learned": (
        "{count} of its tiles taught what bâti looks like there.",
        "{count} de ses tuiles ont montré à quoi ressemble le bâti en ce lieu.",
    ),
    "fit.surer": (
        "The groups part clearly: certainty was multiplied by {times}.",
        "Les groupes se séparent nettement : la certitude a été multipliée par {times}.",
    ),
    "fit.less_sure": (
        "The groups overlap: certainty was divided by {times}.",
        "Les groupes se recouvrent : la certitude a été divisée par {times}.",
    ),
    "fit.sharpened": ("The photo is blurred and was sharpened.", "La photo est floue et a été rendue plus nette."),
    "fit.stretched": (
        "The photo is dull and was stretched to the greys of training.",
        "La photo est terne ; ses gris ont été étirés à ceux de l’apprentissage.",
    ),
    "run": ("How it was made", "Comment c’est fait"),
    "run.lead": (
        "What it takes to make the same again.",
        "Ce qu’il faut pour refaire la même chose.",
    ),
    "run.model": ("Model", "Modèle"),
    "run.versions": ("Versions", "Versions"),
    "run.options": ("Options", "Options"),
    "run.name": ("name", "nom"),
    "run.value": ("value", "valeur"),
    "run.unset": ("not set", "non renseigné"),
    "run.yes": ("yes", "oui"),
    "run.no": ("no", "non"),
    "run.backbone": ("Network", "Réseau"),
    "run.classes": ("Classes", "Classes"),
    "run.tile_size_px": ("Side of a tile, as seen", "Côté d’une tuile, vue"),
    "run.surrounded": ("{size} px, of which {inner} the tile", "{size} px, dont {inner} pour la tuile"),
    "run.tile_size_m": ("Side of a tile, on the ground", "Côté d’une tuile, au sol"),
    "run.resolution": ("Pixel on the ground, as seen", "Pixel au sol, tel que vu"),
    "run.seed": ("Seed", "Graine"),
    "run.duration": ("Time", "Durée"),
    "run.created": ("Date", "Date"),
    "run.onnx_difference": ("Largest difference of ONNX and Keras", "Plus grand écart entre ONNX et Keras"),
    "run.licence": ("Licence", "Licence"),
    "glossary": ("Words", "Glossaire"),
    "tile": ("Tile", "Tuile"),
    "tile.help": (
        "A square of the ground, the unit that is classed.",
        "Un carré de terrain, l’unité que l’on classe.",
    ),
    "test_tiles": ("Training, validation, test", "Entraînement, validation, test"),
    "test_tiles.help": (
        "The classifier learns from the first, is chosen by the second, and measured on the third, which it never saw.",
        "Le classifieur apprend des premières, est choisi par les deuxièmes, mesuré sur les troisièmes, jamais vues.",
    ),
    "interval_term": ("95 % interval", "Intervalle à 95 %"),
    "interval_term.help": (
        "Where the figure lies with 95 % confidence: Wilson’s for shares, wider where the tiles of a block are alike; "
        "blocks drawn anew for the others.",
        "Où se trouve la valeur à 95 % de confiance : Wilson pour les parts, élargi si les tuiles d’un bloc se "
        "ressemblent ; tirages par blocs pour les autres.",
    ),
    "chart.training": ("training", "entraînement"),
    "chart.validation": ("not learned from", "hors apprentissage"),
    "chart.loss": ("Loss", "Perte"),
    "chart.validation_accuracy": ("Accuracy on tiles not learned from", "Exactitude hors apprentissage"),
    "chart.strength": ("C (weaker regularisation to the right)", "C (régularisation plus faible à droite)"),
    "chart.epoch": ("epoch", "époque"),
    "chart.learning_label": ("Learning curves", "Courbes d’apprentissage"),
    "chart.before": ("before scaling", "avant mise à l’échelle"),
    "chart.after": ("as given", "telle que donnée"),
    "chart.reliability": ("Reliability", "Fiabilité"),
    "chart.share_right": ("share that is {name}", "part de {name}"),
    "chart.probability": ("probability of {name}", "probabilité de {name}"),
    "chart.share_right_of_all": ("share that is right", "part de justes"),
    "chart.probability_of_all": ("probability of the class said", "probabilité de la classe dite"),
    "chart.tiles": ("tiles", "tuiles"),
    "chart.threshold": ("threshold", "seuil"),
    "chart.threshold_at": ("threshold {value}", "seuil {value}"),
    "chart.precision_recall": ("Precision and recall, validation tiles", "Précision et rappel, tuiles de validation"),
    "chart.threshold_choice": ("Each threshold, validation tiles", "Chaque seuil, tuiles de validation"),
    "chart.precision": ("precision", "précision"),
    "chart.recall": ("recall", "rappel"),
    "chart.review": ("to look at", "à regarder"),
    "chart.histogram_label": ("Spread of {name}", "Répartition de {name}"),
    "chart.map_label": ("Map of the layer", "Carte de la couche"),
}
