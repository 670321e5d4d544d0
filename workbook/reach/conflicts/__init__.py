"""Workers who know a family: the page that closes it to them, and the register."""
