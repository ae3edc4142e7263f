"""Mappings: which columns of a table are which fields of a record; and a proposal of one."""
