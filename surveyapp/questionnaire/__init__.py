"""The definition as immutable data: load, check, flatten, conditions, kinds. No Flask and no database here."""
