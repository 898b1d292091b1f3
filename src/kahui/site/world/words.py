"""What people of the rehearsal write: invented, short, in te reo Māori and in English."""

INTEREST = {
    "purpose": "Our tamariki walk the same valley from kōhanga to college. We want them met at each door by people who "
    "know what they can do already. E kore e taea e te kura kotahi anake.",
    "pathway": "Of ten who leave our primary schools, about seven go to the college and two to the area school over "
    "the hill. The kindergarten sends us about thirty new entrants a year.",
    "consulted": "Two evenings at the marae and one at the school hall; about ninety whānau came. Hapū ask that te reo "
    "Māori is heard in every place of learning. Staff ask for time to meet.",
    "working": "The principals have met on the first Monday of each month since last year, and take turns to chair.",
    "help": "Help us to read our leavers’ numbers together, and to bring in the two services that are not with us yet.",
}
"""Sections of an expression of interest."""

PATHWAY_AGAIN = (
    "Counted from the rolls of the last three years: of 118 who left our primary schools, 81 went to the college, "
    "22 to the area school and 15 elsewhere. Of 34 new entrants, 27 came from the kindergarten and the kōhanga reo."
)
"""What came of being asked for the numbers."""

MEMORANDUM = {
    "purpose": "Kia tū tangata ai ā tātou tamariki. Every learner among us is known, and moves on ready.",
    "workstreams": "Writing across the years; te reo Māori in every class; moving from early learning to school.",
    "structure": "Principals meet each month, board chairs twice a year. We decide by agreement; where we cannot, we "
    "say so in writing and ask the adviser to sit with us.",
    "roles": "Boards stay the employers. Principals open their doors to the leader and the teachers in the new roles. "
    "The leader reports to every board each term.",
    "term": "Three years from the last signature, looked at again after the first year.",
    "privacy": "Nothing about a learner leaves a school but as the protocol says; counts of few are not passed on.",
}
"""Sections of a memorandum."""

CHALLENGES = {
    "vision": "Ka eke ngātahi tātou. Learners write because they have something to say, and know who will read it.",
    "challenges": "1. Tuhituhi: every learner writes with purpose and with confidence.\n"
    "By the end of 2018, 85% of learners in years 4 to 6 will be at or above in writing, from 71% "
    "(244 of 344) in 2015.\n\n"
    "2. Pāngarau: every learner reasons with numbers and explains how.\n"
    "By the end of 2018, 80% of learners in years 7 to 8 will be at or above in mathematics, from 66% "
    "(131 of 198).\n\n"
    "3. Te whakawhiti: nobody is lost between one place of learning and the next.",
    "evidence": "Boys’ writing falls behind in year 5 in four of our schools. Learners told us that they write "
    "for the marking.",
    "actions": "Teachers plan two writing inquiries a year together and watch each other teach. Each school names one "
    "person who meets new families before they come.",
    "progress": "Writing is moderated across schools in weeks 4 and 8 of each term; boards see what it showed.",
    "engagement": "Whānau hui in March and in May, a survey of learners in years 6 to 10, and three talks with hapū.",
}
"""Sections of challenges and a plan."""

PROGRESS_ASKED = (
    "Say who moderates, and what happens where two schools see the same piece of writing differently."
)
NAMES = ("Te Kāhui o {}", "{} Cluster", "Ngā Kura o {}", "{} Learners Together", "Te Ara o {}")
"""What networks call themselves, after the place of the first school."""

SCORES = (
    (4, "Knows how to ask before she tells; good on moderating."),
    (3, "Sound, and says little about working in other people’s rooms."),
    (5, "Led an inquiry across two schools, with what changed for learners."),
    (2, "Strong in the classroom; has not led adults yet."),
)
"""What members of a panel give and say, in turn."""

APPLIED = (
    "I have led writing in our syndicate for four years, and would like to do it with others, not alone.",
    "Last year two of us opened our classrooms to the school next door. I wish to go on from there.",
    "Te reo Māori is my first language; I would work with teachers who are beginning theirs.",
    "I have moderated with three schools and learned most from where we did not agree.",
)
"""What applicants write."""

COMMENTS = (
    ("challenges", "Is the 85% for each school, or for all of us together? Our year 5 has eleven learners."),
    ("evidence", "Whānau said more about being welcomed than about writing. Can that be seen here?"),
)
"""What others say of a draft: section and words."""
