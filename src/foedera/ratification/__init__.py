"""From signature to being bound: how states come to consent, where each stands, what it owes when, and when an agreement may enter into force.

Pure values and methods over them; nothing here reads a file, a clock or the register.
"""
