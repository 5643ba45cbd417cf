"""A synthetic orthophoto of a rural region, and the buildings and communes that belong to it.

Scene coordinates are metres east (x) and north (y) of the scene's lower-left corner. Everything is a function of
(seed, position): features are made in cells, each with a random generator of its own, so any part of a scene can be
made alone and fits its neighbours.
"""
