"""What deploy/ promises: files that fit the program, and a backup that is checked."""
