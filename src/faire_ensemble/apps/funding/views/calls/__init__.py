"""Pages of calls: public, of residents, of officers."""
