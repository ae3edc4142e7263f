"""Settings of the domain's tests."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a slow machine is no fault
settings.load_profile("patient")
