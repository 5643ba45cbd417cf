"""The science: one verb a module. Nothing here imports QGIS or Qt, and it runs without them."""
