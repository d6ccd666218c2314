"""Less or more freedom for the same model: the recipe is refitted with another setting; one file a strategy."""
