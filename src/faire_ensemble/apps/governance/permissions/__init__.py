"""Who may do what with bodies, meetings and decisions, and why not."""
