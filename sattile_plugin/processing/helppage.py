"""A help page in the little Markdown that ours use, as the little HTML that Processing shows well."""

from __future__ import annotations

import re
from html import escape

from ..contract.texts import tied

_LIST_STYLE = "margin-left: 16px; -qt-list-indent: 0"


def help_html(markdown: str) -> str:
    """Return the page as HTML: headings, lists, paragraphs, strong and stressed words, and code.

    No line breaks before a sign that French sets apart, as in ``95 % :``.

    >>> help_html("## Tip\\n\\nTake **small** tiles, as in *Build*.")
    '<h3>Tip</h3>\\n<p>Take <b>small</b> tiles, as in <i>Build</i>.</p>'
    >>> help_html("À 95 % : « tuile »")
    '<p>À 95\\xa0%\\xa0: «\\xa0tuile\\xa0»</p>'
    """
    blocks = re.split(r"\n\s*\n", markdown.strip())
    return "\n".join(_block(block) for block in blocks)


def _block(block: str) -> str:
    if block.startswith("#"):
        return f"<h3>{_spans(block.lstrip('# '))}</h3>"
    if block.startswith("- "):
        items = re.split(r"\n- ", block[2:])
        return f"<ul style='{_LIST_STYLE}'>{''.join(f'<li>{_spans(item)}</li>' for item in items)}</ul>"
    return f"<p>{_spans(block)}</p>"


def _spans(text: str) -> str:
    text = escape(tied(re.sub(r"[ \n]+", " ", text)), quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(\S.*?)\*", r"<i>\1</i>", text)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", text)
