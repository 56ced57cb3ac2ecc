"""Campaign templates and the seeded generator of a believable ledger; data and a script, not a part of the store."""
