"""Teachers enrol people."""
