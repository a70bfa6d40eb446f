"""The meeting screen: the guide with its clock, who is here, what is said, and how the talk is shared out."""
