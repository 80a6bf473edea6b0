"""Whom members trust for legal, insurance, curriculum and operations; and what they think of them."""
