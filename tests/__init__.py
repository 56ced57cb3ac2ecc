"""The tests mirror the tree; a test's name is a sentence about what the software does."""
