"""The survey and focus-group service that a municipality runs to hear the people it serves."""
