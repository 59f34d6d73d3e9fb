"""Use cases, a verb a file: who acts is checked, the law is checked, then it is done. The only door to the store."""
