"""Formats others read: calendars so far. Each is judged in the tests by software that is not ours."""
