"""The second step: codes that change every half minute, and passkeys."""
