"""Reads the XML of Moodle backups into typed records."""
