"""Covers: the first page of a document, small, as the gallery shows it."""
