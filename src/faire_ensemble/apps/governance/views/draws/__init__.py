"""Pages of the draws by lot: for everybody, and for those who run them."""
