"""Acts on initiatives, exchanges between carriers, working groups."""
