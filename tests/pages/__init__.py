"""Pages, through the shell, on small real ledgers."""
