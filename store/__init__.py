"""The event store: the register of events, append-only, and its unit of work."""
