"""What a document must pass before it leaves: the last gate, and a second person."""
