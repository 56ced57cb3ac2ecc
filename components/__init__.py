"""What screens are made of; pages stand on these, these stand on the store."""
