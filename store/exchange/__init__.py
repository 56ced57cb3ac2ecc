"""What leaves the ledger and comes back: files of other programs, made from documents and read into them."""
