"""Reminders: what waits for whom, as letters and as a summary for a group; nothing else of the product leaves its machine."""
