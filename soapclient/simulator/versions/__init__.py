"""What the simulator knows of a document's versions, tags, comments, texts and thumbnails, and of publishing."""
