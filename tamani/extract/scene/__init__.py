"""What happened: kinds and modes of events, their frames, and which sentences tell of one event."""
