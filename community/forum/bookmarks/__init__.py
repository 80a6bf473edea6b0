"""Posts and messages a member keeps for themselves, with a note, and when they want to see them again."""
