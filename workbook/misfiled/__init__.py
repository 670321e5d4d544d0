"""An entry that was recorded in the wrong family: asked by one, moved by another, sealed there."""
