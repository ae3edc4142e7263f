"""Tables: files of rows, as CSV, TSV, JSON Lines or XLSX."""
