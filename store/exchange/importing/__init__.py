"""What comes in: the bytes of other people's lists, read into sheets of text, a header, columns of ours, and values by field."""
