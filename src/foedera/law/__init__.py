"""The law of treaties as computation: from an agreement's clauses and its dated acts, who is bound to whom, since when, why.

Pure functions over `foedera.model`. Dates come in as arguments; nothing here reads a clock, a file or the environment.
"""
