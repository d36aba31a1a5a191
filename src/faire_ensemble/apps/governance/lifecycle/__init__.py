"""Rules that need no database: composition, terms, meetings, decisions, labels."""
