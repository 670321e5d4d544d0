"""Opening a family that one does not work with: asked exactly, with a reason, for a day."""
