"""The smaller roles of an event: targets, victims, weapons, damage, tactics."""
