"""The family programme of one family: module pages, current summaries, how far each has got."""
