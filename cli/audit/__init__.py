"""The commands of ``dragoman audit``: replay, seals, verification and proofs."""
