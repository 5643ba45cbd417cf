"""Bring the French translation file up to date with the texts in the sources.

Texts are string literals in ``tr(...)``, ``phrase(...)`` and ``QT_TRANSLATE_NOOP("SatTile", ...)``, the expectations
that jobs state in ``check(...)``, the words that fill an error's or a notice's text (``expected="a raster"``), the
legend labels of the styles, and what stands in the models. Translations that are there stay; texts that are gone are
dropped; new ones are marked unfinished.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "sattile_plugin"
CATALOGUE = PACKAGE / "i18n" / "sattile_fr.ts"
ROOMS = ("contract", "engine", "worker", "bridge", "processing", "gui")
ARGUMENT = {
    "tr": 0,
    "QT_TRANSLATE_NOOP": 1,
    "check": 3,
    "check_either": 3,
    "phrase": 0,
    "read_polygons": 1,
    "read_layer": 1,
    "read_errors": 1,
}
"""Which argument of a call is a text for the user."""
FILLINGS = {"expected", "found", "reason", "kind"}
"""Which named arguments of an error or a notice are."""
MODEL_TEXTS = {"description", "component_description", "model_name", "filefilter"}
"""Which options of a model are, besides its help and the options of a choice."""


def modules() -> list[Path]:
    """Return the sources that may hold texts for the user."""
    return sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))


def source_texts() -> dict[str, str]:
    """Return each text for the user and the file it stands in first."""
    found: dict[str, str] = {}
    for path in modules():
        for text in python_texts(path):
            found.setdefault(text, path.relative_to(ROOT).as_posix())
    for path in sorted((PACKAGE / "styles").glob("*.qml")):
        for element in ElementTree.parse(path).iter():  # noqa: S314 - our own files
            if element.get("label"):
                found.setdefault(element.get("label", ""), path.relative_to(ROOT).as_posix())
    for path in sorted((PACKAGE / "models").glob("*.model3")):
        for text in model_texts(ElementTree.parse(path).getroot()):  # noqa: S314 - our own files
            found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def model_texts(part: ElementTree.Element, in_help: bool = False) -> Iterator[str]:
    """Yield the texts of a part of a model that its user reads."""
    for option in part:
        name, text = option.get("name", ""), option.get("value", "")
        if text and (in_help or name in MODEL_TEXTS or part.get("name") == "options"):
            yield text
        yield from model_texts(option, name == "help")


def python_texts(path: Path) -> Iterator[str]:
    """Yield the literals of a module that are texts for the user."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            for argument in text_arguments(node):
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def out_of_reach(paths: Iterable[Path]) -> list[str]:
    """Return where a text for the user cannot be translated: put together there, or named first and not marked."""
    found = []
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            texts: list[ast.expr] = []
            if isinstance(node, ast.Call):
                texts = [text for text in text_arguments(node) if not isinstance(text, ast.Constant)]
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                texts = [node.value] if node.targets[0].id.strip("_").lower() in FILLINGS else []
            found += [f"{path}:{text.lineno}" for text in texts if _is_unmarked(text)]
    return found


def _is_unmarked(text: ast.expr) -> bool:
    """Say whether an expression may be a sentence that no translator sees."""
    if isinstance(text, ast.BoolOp):
        return any(map(_is_unmarked, text.values))
    if isinstance(text, ast.IfExp):
        return _is_unmarked(text.body) or _is_unmarked(text.orelse)
    if isinstance(text, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and str(part.value).strip(" ,.") for part in text.values)
    return isinstance(text, ast.Constant) and " " in str(text.value)


def text_arguments(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call that are for the user to read."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in ARGUMENT:
        return call.args[ARGUMENT[name] : ARGUMENT[name] + 1]
    says = name[:1].isupper() or name == "notice"
    return [keyword.value for keyword in call.keywords if says and keyword.arg in FILLINGS]


def translations(catalogue: Path = CATALOGUE) -> dict[str, str]:
    """Return the finished translations of a catalogue."""
    if not catalogue.is_file():
        return {}
    messages = ElementTree.parse(catalogue).iter("message")  # noqa: S314 - our own file
    pairs = ((message.findtext("source", ""), message.find("translation")) for message in messages)
    return {source: node.text for source, node in pairs if node is not None and node.text and not node.get("type")}


def write_catalogue(texts: dict[str, str], known: dict[str, str]) -> None:
    """Write the catalogue in the order of the sources."""
    root = ElementTree.Element("TS", version="2.1", language="fr", sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = "SatTile"
    for text, path in texts.items():
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "location", filename=f"../../{path}")
        ElementTree.SubElement(message, "source").text = text
        translation = ElementTree.SubElement(message, "translation")
        translation.text = known.get(text, "")
        if text not in known:
            translation.set("type", "unfinished")
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    CATALOGUE.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def main() -> int:
    """Update the catalogue; return 1 when texts lack a translation, or cannot have one."""
    texts, known = source_texts(), translations()
    write_catalogue(texts, known)
    missing = [text for text in texts if text not in known]
    print(f"{len(texts)} texts, {len(missing)} without French", *missing, sep="\n  ")
    unmarked = out_of_reach(modules())
    if unmarked:
        print("Not to be translated, mark them or make them phrases:", *unmarked, sep="\n  ")
    return 1 if missing or unmarked else 0


if __name__ == "__main__":
    sys.exit(main())
