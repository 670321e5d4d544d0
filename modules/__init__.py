"""What is asked: definitions as data, their checks, answers and scored tools."""
