"""The hooks, in three families; `Plugin` derives from all of them, so mypy checks each answer."""
