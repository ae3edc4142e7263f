"""The version of what this program reads; the topics, which load the domain, are kept elsewhere."""

READS = 1
"""Increase this with every topic and field that an earlier version did not read."""
