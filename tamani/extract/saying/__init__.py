"""Who says so: attribution, voices and denials."""
