"""Who may do what with initiatives, exchanges and groups, and why not."""
