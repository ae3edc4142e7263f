"""Press items: from the bytes of a file to an :class:`Article`.

``opening`` decides what a file is. ``text_file``, ``html_page``, ``mail`` and ``pdf`` read one
format each. Nothing here reads files or loads anything: bytes go in, values come out.
"""
