"""Who may do what in participation. Each answers with a `Verdict` and its reason."""
