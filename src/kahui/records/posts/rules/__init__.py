"""What must hold of posts. Each rule's first line is its number and its sentence.

A rule gives `None` where it holds, else its sentence with the facts of the case.
"""
