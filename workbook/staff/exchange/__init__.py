"""What is under way at the door: begun in one request, finished by a later one, once."""
