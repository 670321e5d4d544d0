"""Questions about who may know a family, found at night and decided by information governance."""
