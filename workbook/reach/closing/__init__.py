"""Closing a family’s workbook, and opening it again."""
