"""The Office of the Historian's lists of visits and travels, as data sets.

The U.S. Department of State publishes both lists as XML. A record has only a few structured fields;
the rest is prose.
"""
