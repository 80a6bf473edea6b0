"""What changed in an original, put into what a school made of it: its own words stay."""
