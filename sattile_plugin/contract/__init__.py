"""What the two programs say to each other: jobs, messages, field names, texts and errors.

Standard library only, Python 3.9: both QGIS's own Python and the engine's import it.
"""
