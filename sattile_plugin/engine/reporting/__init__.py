"""The report of a run: texts in English and French, charts, sections and the page that holds them."""
