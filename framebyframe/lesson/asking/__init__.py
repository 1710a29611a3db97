"""Questions, the reading of answers, and the replies to them."""
