"""What the pages of the administration share."""
