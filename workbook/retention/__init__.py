"""How long records are kept, holding them longer, and destroying them when their time is over."""
