"""The door: who is signed in, what a page needs of them, and what is said to those who may not."""
