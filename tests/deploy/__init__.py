"""What deploy/ promises: files that fit the program, and several servers that stand in for each other."""
