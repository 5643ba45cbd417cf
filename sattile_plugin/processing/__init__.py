"""The algorithms: one file each, the provider that lists them, and what they share."""
