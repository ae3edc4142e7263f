"""The domain: aggregates, events, values and rules. Pure; it reads no clock and does no I/O."""
