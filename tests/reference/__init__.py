"""The slow, obvious second implementation of each measure: plain loops over every history that the record allows.

Nothing here is shared with what it checks but the facts, the definition and the names of figures.
"""
