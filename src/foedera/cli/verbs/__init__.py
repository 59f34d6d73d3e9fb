"""One verb a file: its arguments, its answer as objects, and how a person reads them."""
