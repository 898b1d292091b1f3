"""How every page looks: the frame, the components, the styles, and their gallery."""
