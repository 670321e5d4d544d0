"""Files that are kept with an entry: taken in by what they are, never by what they are called."""
