"""Tables: files of rows in whatever format and encoding, read strictly and as a stream."""
