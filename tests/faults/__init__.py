"""What the surroundings can do to a whole ledger: the database goes away, the disk fills, writers are killed."""
