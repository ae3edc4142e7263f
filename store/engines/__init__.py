"""The code that depends on the database: opening, health checks and backups."""
