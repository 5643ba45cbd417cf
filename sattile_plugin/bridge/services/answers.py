"""The little XML that services need, by names without their namespaces, which differ between versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional
from xml.etree import ElementTree

from ...contract.texts import QT_TRANSLATE_NOOP
from ..language import tr
from .network import BadAnswer

NOT_XML = QT_TRANSLATE_NOOP("SatTile", "its description of itself cannot be read")


def parse_xml(text: bytes) -> ElementTree.Element:
    """Return the root of a document; raise BadAnswer for what is none or reports an error."""
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - Python's expat limits entity expansion
    except ElementTree.ParseError as error:
        raise BadAnswer(tr(NOT_XML)) from error
    reason = exception_text(root)
    if reason is not None:
        raise BadAnswer(reason)
    return root


def exception_text(root: ElementTree.Element) -> Optional[str]:
    """Return what an OGC exception report says; None where the document is no report."""
    if "Exception" not in local_name(root.tag):
        return None
    words = " ".join("".join(root.itertext()).split())
    return words[:200] or "ServiceException"


def local_name(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


def named(node: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Yield the elements of this name at any depth."""
    return (each for each in node.iter() if local_name(each.tag) == name)


def find(node: ElementTree.Element, name: str) -> Optional[ElementTree.Element]:
    """Return the first element of this name at any depth."""
    return next(named(node, name), None)


def children(node: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """Return the direct children of this name."""
    return [each for each in node if local_name(each.tag) == name]


def child_text(node: Optional[ElementTree.Element], name: str) -> str:
    """Return the text of the first child of this name; empty where there is none."""
    found = children(node, name) if node is not None else []
    return (found[0].text or "").strip() if found else ""
