"""Measure the real server: `make bench`. Not a test; nothing here decides whether code is right."""
