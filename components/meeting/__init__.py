"""The meeting: its desk before it begins, the run-down on the projector, decisions on the spot, the minutes."""
