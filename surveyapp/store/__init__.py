"""The tables, their migrations, and the functions that read and write them. The only place that knows SQL.

Every function takes an open connection `c` from `Store.reading()` or `Store.writing()`, and returns frozen values.
"""
