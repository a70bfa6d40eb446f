"""What people wrote: reviewers read it and decide what is shown, evaluators read what is shown."""
