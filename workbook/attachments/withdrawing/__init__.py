"""The form that withdraws a file."""
