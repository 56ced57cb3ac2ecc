"""What the surroundings can do to a store: writers are killed at any moment."""
