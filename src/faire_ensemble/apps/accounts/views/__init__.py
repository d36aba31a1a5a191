"""Pages of one's own account, of mandates, of the journal and of the imports."""
