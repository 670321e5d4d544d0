"""The family's own network: who is in it, what was offered, what they planned and decided."""
