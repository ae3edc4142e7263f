"""What this version reads: apart from the table of topics, which loads the whole domain."""

READS = 1
"""Grows with every topic and every field that this version reads and an earlier one did not."""
