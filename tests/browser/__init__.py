"""Journeys of members through real browsers against real servers."""
