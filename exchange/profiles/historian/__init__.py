"""The Office of the Historian's lists of visits and travels, as data sets.

The U.S. Department of State publishes both as XML: a record has a few plain fields, and the rest of
what it tells stands in its prose.
"""
