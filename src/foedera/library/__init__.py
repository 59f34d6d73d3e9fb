"""Strict reading of agreement files into the model, with file and line for every fault, and the collection they form."""
