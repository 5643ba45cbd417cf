"""Training, piece by piece: the parts, the stages, and what is written of them."""
