"""What a file says about people that nobody sees at a glance, and the same file without it."""
