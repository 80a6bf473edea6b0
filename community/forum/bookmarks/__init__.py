"""Posts a member keeps for themselves, with a note, and a day on which they want to see them again."""
