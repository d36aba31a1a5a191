"""Reads of the draws by lot."""
