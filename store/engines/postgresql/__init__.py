"""A register on a PostgreSQL server, and the copy of its log on this machine."""
