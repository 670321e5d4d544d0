"""Who works with a family, who covers, and who has left."""
