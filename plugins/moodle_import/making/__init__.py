"""Makes a course of the records of a backup."""
