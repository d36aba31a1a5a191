"""One script a claim, its peers beside it in the same run."""
