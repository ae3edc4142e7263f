"""Exports: records in the forms that others read."""
