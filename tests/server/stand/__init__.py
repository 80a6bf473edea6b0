"""The community with a few pages more: pages that wait, break, stream and tell what they were sent."""
