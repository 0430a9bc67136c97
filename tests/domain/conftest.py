"""Properties are tried on the same examples every time, without a stopwatch: a shared machine may be slow."""

from hypothesis import settings

settings.register_profile("desk", deadline=None, derandomize=True)
settings.load_profile("desk")
