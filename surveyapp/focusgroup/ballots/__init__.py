"""Secret votes on improvements: the way there, the vote, and the result that its release tells."""
