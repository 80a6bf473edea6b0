"""Filling in: the fields of a template are found, asked for in a form, and put into a copy of the file."""
