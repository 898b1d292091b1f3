"""Schools and services as the directories had them, and their rolls."""
