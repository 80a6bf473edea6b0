"""Files on their way into the library: brought, looked through, and sent once somebody said what they are."""
