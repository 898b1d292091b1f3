"""What happened: facts with two times, the rules they keep, the verbs people do, the questions they ask."""
