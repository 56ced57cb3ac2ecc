"""Importing: a file or a pasted block given, its columns matched, every row shown before it is written, and accepted."""
