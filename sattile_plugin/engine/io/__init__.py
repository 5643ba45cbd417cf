"""Files in and out: one adapter for each foreign kind of file."""
