"""The code that depends on the database, behind the protocol in ``engine.py``."""
