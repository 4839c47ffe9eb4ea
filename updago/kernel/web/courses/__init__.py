"""What the pages of a course show, from its structure and the person's rights and states."""
