"""Tables: files of rows, whatever their format."""
