"""Commands of the audit: replay, seals, verification, proofs."""
