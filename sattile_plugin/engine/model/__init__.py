"""The classifier: its networks, its file and its measures."""
