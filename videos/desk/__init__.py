"""The curators' own pages beside the admin's: what waits for a person, and what people did."""
