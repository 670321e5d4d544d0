"""Adding to one section of the programme: the whole form, about one subject."""
