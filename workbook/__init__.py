"""The record: staff, access, families, entries, programme and the web kit."""
