"""Text in, findings out. Pure: no database, no clock, no log.

`examination` is the way in. Nothing is imported here: what only speaks of findings need not load the tagger.
"""
