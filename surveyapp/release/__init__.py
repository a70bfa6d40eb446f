"""Blocks, the block table and the figures made from it: pure functions on plain rows. `make` alone reads the store."""
