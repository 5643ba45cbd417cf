"""What evaluate tells beside the measures: which tiles, where, by what they were judged, and against which model."""
