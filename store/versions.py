"""Versions of stored data. Written by scripts/generate_versions.py; do not edit."""

READS = 2205
"""The number of names that this version reads: topics, their fields, and the fields of parts."""
