"""Pages of signing in with a password."""
