"""The forms in which records are exported."""
