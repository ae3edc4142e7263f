"""Reports: what the views know, put together for a question."""
