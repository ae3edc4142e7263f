"""Lists that Dragoman knows without a mapping."""
