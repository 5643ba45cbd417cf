"""What the dashboard says, in English and French."""

from __future__ import annotations

_FRENCH = {
    "Communes by what their imagery looks like": "Les communes selon l’aspect de leur imagerie",
    "Result of “Cluster communes” (GeoPackage)": "Résultat de « Regrouper les communes » (GeoPackage)",
    "There is no result at {path}. Run “Cluster communes”, or `make demo`, and give the path of its GeoPackage.": (
        "Il n’y a pas de résultat à {path}. Lancez « Regrouper les communes », ou `make demo`, et indiquez le chemin "
        "de son GeoPackage."
    ),
    "{path} is no result of “Cluster communes”: it has no {missing}. Give the GeoPackage that it wrote.": (
        "{path} n’est pas un résultat de « Regrouper les communes » : il y manque {missing}. Indiquez le GeoPackage "
        "écrit par ce traitement."
    ),
    "Clusters": "Groupes",
    "Filters": "Filtres",
    "Population": "Population",
    "Share of bâti": "Part de bâti",
    "Cluster {number}": "Groupe {number}",
    "Without image": "Sans image",
    "No commune passes the filters: choose at least one cluster.": (
        "Aucune commune ne passe les filtres : choisissez au moins un groupe."
    ),
    "Communes": "Communes",
    "Population, total": "Population totale",
    "Mean silhouette": "Silhouette moyenne",
    "Mean share of bâti": "Part de bâti moyenne",
    "Overview": "Vue d’ensemble",
    "Feature diagram": "Diagramme",
    "Table": "Tableau",
    "Commune": "Commune",
    "Quality": "Qualité",
    "Downloads": "Téléchargements",
    "Colour by": "Couleur selon",
    "Cluster": "Groupe",
    "Population density": "Densité de population",
    "inhabitants/km²": "habitants/km²",
    "Silhouette": "Silhouette",
    "Map": "Carte",
    "Click the dot of a commune to open its page.": "Cliquez sur le point d’une commune pour ouvrir sa fiche.",
    "Population by cluster": "Population par groupe",
    "Total": "Total",
    "Mean": "Moyenne",
    "Median": "Médiane",
    "The result holds no population: give a table of population to “Cluster communes”.": (
        "Le résultat ne contient pas de population : donnez un tableau de population à « Regrouper les communes »."
    ),
    "{count} entries of the population table or of the communes are not joined: settle them, then run again.": (
        "{count} entrées du tableau de population ou des communes ne sont pas jointes : tranchez, puis relancez."
    ),
    "Summary of clusters": "Résumé des groupes",
    "Layout": "Disposition",
    "Points": "Points",
    "Tiles": "Tuiles",
    "Points that lie close together look alike; the axes have no unit.": (
        "Des points proches se ressemblent ; les axes n’ont pas d’unité."
    ),
    "Number of clusters": "Nombre de groupes",
    "Stability": "Stabilité",
    "Gap": "Écart (gap)",
    "PCA": "ACP",
    "UMAP": "UMAP",
    "Choice of the number of clusters": "Choix du nombre de groupes",
    "Silhouette of each commune": "Silhouette de chaque commune",
    "Likeness of communes (cosine)": "Ressemblance des communes (cosinus)",
    "Statistics": "Statistiques",
    "Second-best cluster": "Deuxième groupe",
    "Tiles of the commune": "Tuiles de la commune",
    "Twins: the communes that look most like it": "Jumelles : les communes qui lui ressemblent le plus",
    "Tiles that make them alike": "Tuiles qui les rapprochent",
    "here": "ici",
    "there": "là-bas",
    "likeness {cosine}": "ressemblance {cosine}",
    "Pictures of the tiles need the orthophoto and the described tiles that the clustering was made from.": (
        "Les images des tuiles demandent l’orthophoto et les tuiles décrites dont le regroupement est issu."
    ),
    "The communes that pass the filters": "Les communes qui passent les filtres",
    "The whole result: layers, diagrams and tables": "Le résultat entier : couches, diagrammes et tableaux",
    "Table (CSV)": "Tableau (CSV)",
    "Layer (GeoPackage)": "Couche (GeoPackage)",
    "Whole result (GeoPackage)": "Résultat entier (GeoPackage)",
}

SUMMARIES = {
    "size": "communes",
    "typical_communes": "typical communes",
    "population_count": "communes of known population",
    "population_total": "total population (inhabitants)",
    "population_mean": "mean population (inhabitants)",
    "population_median": "median population (inhabitants)",
    "side": "stands in",
    "number": "row",
    "name": "name",
    "reason": "why it is not joined",
    "candidates": "may be (likeness of 100)",
    "statistic": "test",
    "variable": "variable",
    "other": "with",
    "n": "communes",
    "value": "value",
    "p": "p-value",
    "effect": "effect",
    "effect_name": "measure of the effect",
    "note": "note",
}
"""Columns of the tables about communes, besides those of the communes."""
VALUES = {
    "kruskal_wallis": "Kruskal-Wallis (H)",
    "spearman": "Spearman (rank correlation)",
    "pearson": "Pearson (correlation)",
    "epsilon_squared": "epsilon squared",
    "commune": "communes",
    "table": "population table",
    "name_twice": "the name stands twice",
    "unsure": "no name is surely the same",
    "too_near": "another name is nearly as like",
    "no_partner": "no name is like it",
    "names_differ": "same code, but other name",
    "settled": "settled by the user",
    "code": "code",
    "name": "name",
    "likeness": "likeness of the names",
    "doubtful": "not joined: in doubt",
    "none": "not joined: not in the table",
    "without {count} figures that look like placeholders": "without {count} figures that look like placeholders",
    "small: p is rough": "few communes: p is rough",
    "all values are the same": "all values are the same",
    "fewer than {count} communes have both values": "fewer than {count} communes have both values",
    "fewer than two clusters have two communes with a value": "fewer than two clusters have two communes with a value",
}
"""Values and notes of those tables, by how they are written there."""
_FRENCH |= {
    "communes": "communes",
    "typical communes": "communes typiques",
    "communes of known population": "communes de population connue",
    "total population (inhabitants)": "population totale (habitants)",
    "mean population (inhabitants)": "population moyenne (habitants)",
    "median population (inhabitants)": "population médiane (habitants)",
    "stands in": "se trouve dans",
    "row": "ligne",
    "name": "nom",
    "why it is not joined": "pourquoi non jointe",
    "may be (likeness of 100)": "peut être (ressemblance sur 100)",
    "test": "test",
    "variable": "variable",
    "with": "avec",
    "value": "valeur",
    "p-value": "valeur p",
    "effect": "effet",
    "measure of the effect": "mesure de l’effet",
    "note": "remarque",
    "Kruskal-Wallis (H)": "Kruskal-Wallis (H)",
    "Spearman (rank correlation)": "Spearman (corrélation des rangs)",
    "Pearson (correlation)": "Pearson (corrélation)",
    "epsilon squared": "epsilon carré",
    "population table": "tableau de population",
    "the name stands twice": "le nom y est deux fois",
    "no name is surely the same": "aucun nom n’est sûrement le même",
    "another name is nearly as like": "un autre nom ressemble presque autant",
    "no name is like it": "aucun nom ne lui ressemble",
    "same code, but other name": "même code, mais autre nom",
    "settled by the user": "tranché par l’utilisateur",
    "code": "code",
    "likeness of the names": "ressemblance des noms",
    "not joined: in doubt": "non jointe : doute",
    "not joined: not in the table": "non jointe : absente du tableau",
    "without {count} figures that look like placeholders": "sans {count} chiffres qui semblent de remplissage",
    "few communes: p is rough": "peu de communes : p est approximatif",
    "all values are the same": "toutes les valeurs sont les mêmes",
    "fewer than {count} communes have both values": "moins de {count} communes ont les deux valeurs",
    "fewer than two clusters have two communes with a value": (
        "moins de deux groupes ont deux communes avec une valeur"
    ),
}

LANGUAGES = {"en": "English", "fr": "Français"}


class Speaker:
    """Says texts and numbers in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: str, **values: object) -> str:
        """Return a text, its values filled in."""
        said = _FRENCH[text] if self.language == "fr" else text
        return said.format(**values) if values else said

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number, a narrow space between its thousands."""
        point, thousands = self.separators
        return f"{value:,.{digits}f}".replace(".", "\0").replace(",", thousands).replace("\0", point)

    @property
    def separators(self) -> str:
        """The decimal sign and that between thousands, as Plotly takes them."""
        return ",\u202f" if self.language == "fr" else ".\u202f"

    def key(self, name: str) -> str:
        """Return the key of a widget whose choices are said in the language: a browser keeps those of one key."""
        return f"{name}-{self.language}"
