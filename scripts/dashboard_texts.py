"""What the dashboard says, in English and French."""

from __future__ import annotations

_FRENCH = {
    "Communes by what their imagery looks like": "Les communes selon l’aspect de leur imagerie",
    "Result of clustercommunes (GeoPackage)": "Résultat de clustercommunes (GeoPackage)",
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
    "Gap": "Gap",
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
