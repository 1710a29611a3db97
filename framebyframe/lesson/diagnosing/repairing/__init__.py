"""Small changes of an answer's own source, tried until one makes it right."""
