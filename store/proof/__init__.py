"""Proofs that the log was not changed: leaves, tree and seals, and the verification of seals."""
