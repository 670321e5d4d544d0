"""A made-up council, for looking round: nobody in it exists."""
