"""Finding families, people and entries among those a worker may see."""
