"""Search: find records by words, in any script and spelling.

``words`` splits texts into words, ``texts`` declares the searched texts of a record, and ``codes``
has the names of states. ``schema``, ``build`` and ``index`` keep the words of all records in a
separate file. ``query`` and ``word_matching`` interpret the typed text, ``finding`` finds and ranks
records, and ``shapes`` shows the hits.
"""
