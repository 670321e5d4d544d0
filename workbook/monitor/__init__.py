"""Odd openings of families: looked for each night, kept, shown to those who look into them."""
