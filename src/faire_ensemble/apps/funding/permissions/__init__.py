"""Who may do what with calls, applications, instruction, committees and programmes, and why not."""
