"""What communes look like: features, clusters, segments, likeness, population."""
