"""Records as they are read: cards, pages, lists, booklets, exports, duplicates."""
