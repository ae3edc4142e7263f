"""Imports: the records of other people's files, brought in faithfully, again and again."""
