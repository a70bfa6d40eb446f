"""What every page shares: words, pictures, headers, error pages, style, and how one screen is drawn.

Nothing is imported here, so that a command which only has to speak doesn't load the database and every page.
"""
