"""QGIS meets the engine: its environment, its process, layers on the way in and styles on the way out."""
