"""The lists of visits and travels of the Office of the Historian, as data sets.

The U.S. Department of State publishes both as XML. A record has a few plain fields; the rest is
prose.
"""
