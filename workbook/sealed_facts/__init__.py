"""Facts that the database alone does not give away: where somebody is and how to reach them."""
