"""The documentation: Markdown, built by Sphinx; ``make docs`` treats a warning as an error."""

from __future__ import annotations

project = "UPdago"
author = "The authors of UPdago"
copyright = author
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
nitpicky = True
html_theme = "alabaster"
html_theme_options = {
    "description": "A learning management system built as a microkernel",
    "page_width": "64rem",
    "sidebar_width": "15rem",
}
html_show_sphinx = False
html_copy_source = False
myst_heading_anchors = 3
