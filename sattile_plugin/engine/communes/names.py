"""Names of communes as different tables spell them, brought to forms that can be compared.

Two spellings are held against each other in three forms: plain (case, accents, hyphens and administrative words such as
"(Commune rurale)" taken away), folded (articles dropped, one spelling for usual words and for the sounds that Arabic
names are transliterated by) and fused (as folded, an article written as the l that many tables join to the word).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from rapidfuzz import fuzz

from .spellings import ARTICLES, TELLING_WORDS, USUAL_WORDS, fold, without_kind

LEAST_SOUNDS = 5
"""Letters from which names that only sound alike are the same: Loué and Lué are not."""
_LEAST_LETTERS, _SHORT, _APART = 6, 90.0, 80.0


class Name(NamedTuple):
    """A commune's name in the forms that can be compared."""

    plain: str
    folded: str
    fused: str
    kind: str
    """urban, rural, centre, or "" where the spelling does not say."""

    @property
    def bare(self) -> str:
        """The plain name without articles."""
        return " ".join(word for word in self.plain.split() if word not in ARTICLES) or self.plain


def read_name(text: str) -> Name:
    """Bring a spelling to the forms that can be compared.

    >>> read_name("M'tal (Commune rurale)")
    Name(plain='mtal', folded='mtal', fused='mtal', kind='rural')
    >>> read_name("EL GHARBIA").fused == read_name("Lgharbia").fused
    True
    >>> read_name("Ouled Sidi Bou Hya").folded == read_name("Oulad Si Bouhya").folded
    False
    """
    text, kind = without_kind(unicodedata.normalize("NFC", text).casefold().strip())
    words = words_of(text)
    plain = " ".join(words)
    folded = [fold(word) for word in words if word not in ARTICLES] or [fold(word) for word in words]
    return Name(plain, " ".join(folded), " ".join(_fused(words)), kind)


def may_be_one(one: Name, other: Name) -> bool:
    """Say whether nothing that the names tell of their kind forbids that they name the same commune."""
    return not (one.kind and other.kind) or one.kind == other.kind


def likeness(one: Name, other: Name) -> float:
    """Return how alike two names are, 0 to 100: the mean likeness of all letters and of the consonants.

    Vowels count half because transliteration changes them. The words that tell a name from others count by themselves
    too, so that "Oulad" makes nothing alike. Different numbers, or "Nord" in one name only, keep it at 80 at most, and
    so few letters that one makes another place of them, at 90: under six, or under five that only sound the same.
    """
    pairs = {(one.folded, other.folded), (one.fused, other.fused)}
    score = max(_likeness(*pair) for pair in pairs)
    words, others = set(one.folded.split()), set(other.folded.split())
    apart = {word for word in words ^ others if word in TELLING_WORDS or any(map(str.isdigit, word))}
    if apart or not may_be_one(one, other):
        return min(score, _APART)
    short = min(len(one.folded), len(other.folded)) < LEAST_SOUNDS and one.bare != other.bare
    return min(score, _SHORT) if short else score


def _likeness(one: str, other: str) -> float:
    if one.replace(" ", "") == other.replace(" ", ""):
        return 100.0
    return min(_letters(one, other), _letters(_telling_part(one), _telling_part(other)))


def _letters(one: str, other: str) -> float:
    joined = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    all_letters = max(joined, fuzz.token_sort_ratio(one, other))
    score = (all_letters + fuzz.ratio(_consonants(one), _consonants(other))) / 2
    short = min(len(one), len(other)) < _LEAST_LETTERS and one != other
    return min(score, _SHORT) if short else score


def _consonants(text: str) -> str:
    # A name of vowels alone is compared by them.
    return re.sub(r"[aeiu ]", "", text) or text


def _telling_part(text: str) -> str:
    return " ".join(word for word in text.split() if word not in USUAL_WORDS) or text


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters without accents.

    >>> words_of("nombre d'habitants (légal)")
    ['nombre', 'd', 'habitants', 'legal']
    """
    text = re.sub(r"\b([ld])['’ʼ]", r"\1 ", text)
    text = re.sub(r"['’ʼʿʾ`´]", "", text).replace("œ", "oe").replace("æ", "ae")
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", letters)


def _fused(words: list[str]) -> list[str]:
    """Fold words with an article written as l before the word that follows it."""
    fused: list[str] = []
    article = ""
    for word in words:
        if word not in ARTICLES:
            fused.append(article + fold(word))
            article = ""
        elif not word.startswith("d"):
            article = "l"
    return fused or [fold(word) for word in words]
