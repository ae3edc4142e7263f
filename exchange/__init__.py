"""What comes in and goes out: documents, dispatches, imports and exports."""
