"""Proof that the log was not changed: leaves, tree, seals, and their verification."""
