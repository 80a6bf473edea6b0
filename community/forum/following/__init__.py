"""What each member wants to hear of a question or a space, and what of it is nobody else's business."""
