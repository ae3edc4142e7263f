"""``dragoman serve``: the reports as pages in a browser, and feeds for calendars and readers."""
