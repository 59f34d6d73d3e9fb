"""What nations face and how they see it: threats, national positions, assessments in rounds, the common picture, and what answers what.

Pure values and methods over them; nothing here reads a file, a clock or the register.
"""
