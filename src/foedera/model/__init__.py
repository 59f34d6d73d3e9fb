"""The values of the field: parties, agreements, clauses, conditions, periods, obligations, acts, answers and errors.

Frozen, typed, without input or output, without a clock; every other room is written in terms of these.
"""
