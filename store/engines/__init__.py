"""What is particular to a database: opening it, its health, its backup."""
