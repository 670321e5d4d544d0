"""The family workbook: the programme, rulers over time, open actions, everybody's entries."""
