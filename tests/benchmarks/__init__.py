"""What the community costs and how fast it is, beside a textbook version of the same, measured in the same run."""
