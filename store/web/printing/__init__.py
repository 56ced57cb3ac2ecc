"""Papers to print by address: urging slips, a problem with everything of it, a request for close-out; A4, for signing."""
