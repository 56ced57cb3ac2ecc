"""The list of rectification as a workbook, ready to be printed: the list, its figures, and a sheet for each unit if wanted."""
