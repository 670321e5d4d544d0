"""Adding somebody with an account: one person asks, a second agrees."""
