"""Acts of a vote: preparing, casting, paper, counting, publishing."""
