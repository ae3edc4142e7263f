"""Reports: answers to questions, read from the views."""
