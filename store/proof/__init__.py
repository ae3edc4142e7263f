"""Proofs that nobody changed the log: leaves, the Merkle tree, seals, and their verification."""
