"""Who may see what, decided in the database: one policy text, bound to one viewer a session."""
