"""Rounds side by side: what is asked in several of them, and what differs. Nothing is ever added or subtracted."""
