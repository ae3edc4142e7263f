"""The audit commands: replay, seals, verification, proofs."""
