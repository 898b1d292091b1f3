"""Methods: one a file, cited; arrays in, arrays out."""
