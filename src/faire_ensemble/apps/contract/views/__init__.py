"""Pages of the contract: public ones, and those where it is written."""
