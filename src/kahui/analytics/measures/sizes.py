"""The size of each network: its eligible member schools, their learners, its services and its region."""
