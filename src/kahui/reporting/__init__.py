"""Where records meet analytics: snapshots, the catalogue of reports, and the files they are written as."""
