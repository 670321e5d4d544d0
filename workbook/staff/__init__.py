"""Workers, teams, what each role may do, and signing in."""
