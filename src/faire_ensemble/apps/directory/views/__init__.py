"""Pages of the directory: organisations, finding help, keeping records true."""
