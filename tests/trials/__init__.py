"""Trials: long checks of what an operator relies on, with real processes; run by hand, each prints what it found."""
