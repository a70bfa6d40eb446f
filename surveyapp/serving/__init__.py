"""How the service is served: the two servers, the minute's work beside them, and what they write into the log."""
