"""Questions of the forum about a template."""
