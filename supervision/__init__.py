"""Group case supervision."""
