"""UPdago: a learning management system built as a microkernel with plugins."""

from __future__ import annotations
