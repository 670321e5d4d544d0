"""`python -m workbook` is the command line."""

from workbook.cli import cli

if __name__ == "__main__":
    cli()
