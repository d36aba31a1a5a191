"""Forms of participation: what was typed, checked, with a French sentence for each fault."""
