"""``dragoman feed``: addresses under which a site offers calendars and news of the register."""
