"""The actions of a family: what is still to be done, and what became of the rest."""
