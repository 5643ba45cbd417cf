"""Runs one job of the engine: for QGIS from a job file, for people from the command line."""
