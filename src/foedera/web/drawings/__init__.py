"""What the server draws: plain numbers for SVG that templates write out. Every drawing has a table that says the same."""
