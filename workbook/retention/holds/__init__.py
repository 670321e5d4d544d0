"""Legal holds: laid by one person, lifted by two."""
