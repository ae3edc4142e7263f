"""Search: which records have the words that somebody types, in any script and spelling.

``words`` takes texts apart, ``texts`` says what of a record is searched, ``codes`` knows the names
of states. ``schema``, ``build`` and ``index`` keep the words of all records in a file of their own;
``query`` and ``word_matching`` read what was typed, ``finding`` finds and ranks, and ``shapes``
shows the hits.
"""
