"""Marking a whole list as read, and taking that back."""
