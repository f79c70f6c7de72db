"""What readers get, measured in a real browser and by independent validators."""
