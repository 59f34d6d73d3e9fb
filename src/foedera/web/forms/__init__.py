"""Forms of the pages: what is typed, kept as typed, and read into values of the model with what is wrong at each field."""
