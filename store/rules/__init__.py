"""Pure rules over the model: no store, no clock, no screen; ``today`` is always an argument."""
