"""What each public page shows. Views ask `reporting`, and hold no logic of their own."""
