"""A plugin that misbehaves."""
