"""Takes untrusted archives apart: bounded, private, and never by the names they give."""
