"""What each page of the kernel shows, as frozen data; a template of the same name draws it."""
