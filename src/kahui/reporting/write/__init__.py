"""A Report as a file: one module a format; figures, tables and charts the same in each."""
