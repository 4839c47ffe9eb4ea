"""What the pages of courses show and ask, for the person who looks at them."""
