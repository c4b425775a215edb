"""Who is named: actors of the vocabulary and descriptions, and who is said to have done it."""
