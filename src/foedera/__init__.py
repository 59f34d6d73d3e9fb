"""Foedera."""
