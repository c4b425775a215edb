"""How many: numbers with their qualifiers, whom they count, and which of them are tolls."""
