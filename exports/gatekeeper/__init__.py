"""The last gate's own eyes: what it reads of a family and of those linked with it."""
