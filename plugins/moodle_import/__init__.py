"""Reads Moodle 2 to 5 backups and makes courses of them."""
