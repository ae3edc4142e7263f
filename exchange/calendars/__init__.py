"""Calendars of other programs: iCalendar files (RFC 5545) with invitations, meetings and tasks.

``items`` reads the items of a file, ``occurrences`` finds the days of a repeated meeting, ``facts``
turns an item into the data of a record, and ``calendar_file`` is the data set.
"""
