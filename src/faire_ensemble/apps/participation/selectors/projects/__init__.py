"""Projects as they are read: the catalogue, one project, the office's board, the documents."""
