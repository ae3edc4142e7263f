"""Versions of what is stored. Written by scripts/generate_versions.py; do not edit."""

READS = 1583
"""How many names this version reads: topics, their fields, and the fields of their parts."""
