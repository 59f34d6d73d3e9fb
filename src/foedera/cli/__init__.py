"""The command line: it translates words into questions to the law and answers into tables; it decides nothing."""
