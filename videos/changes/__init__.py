"""What changed: noted by the database's triggers, whatever program writes, and read by every process's index."""
