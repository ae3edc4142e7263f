"""Tables: files of rows in any format."""
