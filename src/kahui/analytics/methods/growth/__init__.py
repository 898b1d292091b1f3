"""Student growth percentiles: where a learner's score stands among learners with the same past scores."""
