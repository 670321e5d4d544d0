"""Looking into what was opened by somebody who does not work with the family."""
