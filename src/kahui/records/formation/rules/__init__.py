"""What must hold while a network forms. Each rule's first line is its number and its sentence."""
