"""Who may do what with the contract, with the reason when not. Everyone reads it."""
