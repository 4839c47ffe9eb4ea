"""People look into a course without being enrolled."""
