"""What every page uses; knows no feature."""
