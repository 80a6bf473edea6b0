"""The one page that looks across everything written; built only from the apps' own searches."""
