"""Makers of people, courses and what is in them, for tests."""
