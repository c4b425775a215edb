"""What is said beside the event: reactions, promises, drivers, impacts, recommendations, partnerships."""
