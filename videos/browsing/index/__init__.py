"""The index of videos that each process holds in memory: bitmaps for conditions and counts, columns and orders.

The database is the only truth; the index is built from it and follows its log of changes.
"""
