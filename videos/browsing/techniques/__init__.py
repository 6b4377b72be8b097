"""Therapy styles made findable: techniques at a glance, who does what, a technique's own page, ways in by purpose."""

FACET = "technique"
