"""What facts mean: tables in, tables out. No clock, no Django."""
