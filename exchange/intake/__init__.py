"""From press items to drafts of records, which a person checks."""
