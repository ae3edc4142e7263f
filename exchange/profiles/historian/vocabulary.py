"""The words with which the Historian lists speak of posts, people and meetings.

The lists are data: to make Dragoman read another word, add the word here.
"""

BEFORE_OFFICE = (
    *("Acting", "Interim", "Provisional", "Vice", "Deputy", "Federal", "Former", "Crown"),
    *("Grand", "Brigadier", "Lieutenant", "Regent", "Junta", "Foreign", "Major"),
)
"""Words before an office in the list of visitors."""

OFFICES = (
    *("Prime Minister-Prince", "Prime Ministere", "Prime Minister", "Prime Minster", "Presidetn"),
    *("President", "Secretary General", "General Secretary", "First Secretary", "First Minister"),
    *("Governor General", "Secretary of State", "Governor", "General", "Colonel", "Captain"),
    *("Marshal", "Minister", "Premier", "Taoiseach", "Chancellor", "Chairman", "Chief", "Head"),
    *("Member", "King", "Queen", "Princess", "Prince", "Duchess", "Duke", "Emperor", "Empress"),
    *("Shah", "Sultan", "Amir", "Emir", "Pope", "Regent"),
)
"""The offices of visitors."""

OTHER_OFFICES = (
    *("Secretary-General", "Director General", "Director-General", "Director", "Secretary"),
    *("Speaker", "Chairwoman", "Chairperson", "Chair", "Commissioner", "High Commissioner"),
    *("High Representative", "Representative", "Envoy", "Ambassador", "Commander", "Admiral"),
    *("Field Marshal", "Advisor", "Adviser", "Negotiator", "Coordinator", "Administrator"),
    *("Mayor", "Senator", "Archbishop", "Cardinal", "Patriarch", "Attorney General", "Minster"),
    *("Councilor", "Councillor", "Counselor", "Tánaiste", "Ayatollah", "Governor-General"),
    *("Leader", "leader", "Generalissimo", "Grand Duke", "Undersecretary", "Heir Apparent"),
)
"""The offices of people whom travellers meet, in addition to the offices of visitors."""

MISSPELT = {
    "Presidetn": "President",
    "Prime Minster": "Prime Minister",
    "Prime Ministere": "Prime Minister",
    "Minster": "Minister",
    "Secretary-General": "Secretary General",
    "Director-General": "Director General",
}
"""The usual spelling of posts that the lists spell in several ways."""

BEFORE_OTHER_OFFICES = (
    *("Chief", "First", "Second", "Third", "Senior", "Special", "Joint", "Presidential", "Under"),
    *("Assistant", "Caretaker", "Permanent", "State", "Supreme", "Head", "High", "Co-Prime"),
    *("Major", "Great", "Paramount", "Executive", "Designated", "Transitional", "Personal"),
    *("Royal", "State Council", "Sovereign Council", "Military Council", "Presidium", "Politburo"),
    *("National Council", "Council of State", "Federal"),
)
"""More words before an office, for people whom travellers meet."""

PORTFOLIOS = (
    *("Foreign", "External", "Affairs", "Relations", "Defense", "Defence", "National", "Interior"),
    *("Internal", "Home", "Finance", "Financial", "Justice", "Oil", "Petroleum", "Energy"),
    *("Trade", "Economic", "Economy", "Economics", "Commerce", "Industry", "Treasury"),
    *("Security", "Health", "Agriculture", "Education", "Information", "Planning", "Environment"),
    *("Climate", "Intelligence", "Labor", "Labour", "Transport", "Transportation", "Development"),
    *("Cooperation", "Co-operation", "Integration", "Culture", "Cultural", "Science", "Technology"),
    *("Tourism", "Water", "Works", "Public", "Social", "Migration", "Policy", "Strategic"),
    *("Expatriates", "Emigrants", "Worship", "Immigration"),
    *("International", "Parliamentary", "Legal", "Political", "Military", "Human", "Rights"),
    *("Communications", "Investment", "Resources", "Natural", "Production", "Reconstruction"),
    *("Nationals", "Abroad", "Diaspora", "Francophonie", "Refugees", "Peace", "Process"),
    *("Opposition", "opposition", "Party", "Socialist", "Democratic", "Conservative", "Liberal"),
    *("Communist", "Christian", "Politburo", "Army", "Air", "Force", "Naval", "Navy"),
)
"""Words that name the field of a post, before or after the office."""

INSTITUTIONS = (
    *("Council of Ministers", "Presidency", "State", "Government", "Parliament"),
    *("National Assembly", "Senate", "Presidium", "Supreme Soviet", "Council", "Commission"),
    *("House of Representatives", "Staff", "Central Committee", "Politburo", "State Council"),
    *("Military Council", "Revolutionary Council", "Knesset", "Congress", "Assembly"),
    *("Chamber of Deputies", "Mission", "Delegation", "Army Staff", "General Staff"),
)
"""Institutions after "of" in a post; the list of visitors has only the first six."""

VISITORS_INSTITUTIONS = 6

US_POSTS = (
    *("Secretary of Defense", "Secretary of the Treasury", "Secretary of Commerce"),
    *("Secretary of Energy", "Secretary of Agriculture", "Secretary of Homeland Security"),
    *("Treasury Secretary", "Commerce Secretary", "Energy Secretary", "Agriculture Secretary"),
    *("Secretary of the Interior", "Trade Representative", "National Security Advisor"),
)
"""Posts that only the United States has; such a companion is not of the host's side."""

BODIES = {
    "European Commission": "org:EU",
    "European Council": "org:EU",
    "European Parliament": "org:EU",
    "EU Council": "org:EU",
    "EU Commission": "org:EU",
    "EC": "org:EU",
    "EC Commission": "org:EU",
    "NATO": "org:NATO",
    "PLO": "PS",
    "AU": "org:AU",
    "AU Commission": "org:AU",
    "African Union Commission": "org:AU",
    "Abu Dhabi": "AE",
    "Russian Republic": "RU",
    "UN Security Council": "org:UN",
    "UN General Assembly": "org:UN",
}
"""Bodies and abbreviations before a post that are not names of a side, and their sides."""

NAMED_BEFORE = ("Acting", "Interim", "Caretaker", "Deputy", "Vice", "Provisional")
"""Words that may stand before the adjective of a state, but belong to the post."""

MANNERS = (
    *("senior", "top", "visiting", "newly-elected", "newly elected", "newly-appointed", "new"),
    *("high-ranking", "high-level", "other", "high", "ranking", "then", "various", "several"),
    *("both", "incoming", "key", "leading", "local", "His Majesty", "Her Majesty"),
    *("His Excellency", "Her Excellency", "His Royal Highness", "Royal Highness"),
)
"""Words before a person or a group that say nothing about the side."""

NOT_IN_OFFICE = ("former", "Former", "late", "ex-", "deposed", "exiled", "outgoing", "ousted")
"""Words that say that somebody does not hold the post (any more)."""

GROUPS = (
    *("officials", "leaders", "representatives", "authorities", "ministers", "Ministers"),
    *("officers", "counterparts", "diplomats", "negotiators", "delegation", "delegations"),
    *(
        "commanders",
        "envoys",
        "ambassadors",
        "officals",
        "authorites",
        "representives",
        "leadership",
    ),
)
"""Nouns for people who represent a state."""

GROUP_WORDS = (
    *("senior", "seniro", "government", "governmental", "political", "military", "defense"),
    *("economic", "security", "civilian", "state", "top", "high-level", "high-ranking", "high"),
    *("ranking", "cabinet", "Cabinet", "Government", "Defense", "Foreign", "Finance", "Trade"),
    *("Prime", "foreign", "ministry", "Ministry", "finance", "Interior", "Nationalist", "other"),
    *("colonial", "key", "congressional", "parliamentary", "diplomatic", "trade"),
)
"""Words between the adjective of a state and a group that leave the group official."""

VERBS = ("met", "conferred", "consulted", "talked", "spoke", "dined", "lunched", "negotiated")
"""Verbs before "with" for a meeting that took place."""

DIRECT_VERBS = ("met", "briefed", "consulted")
"""Verbs for a meeting that took place, directly before the person."""

TOPIC_VERBS = (
    *("discussed", "reviewed", "exchanged views", "negotiated", "signed", "assessed", "explored"),
    *("initialed", "concluded", "held", "considered", "coordinated", "examined", "resumed"),
    *("presented", "continued", "launched", "co-chaired", "co-hosted", "conducted", "finalized"),
    *("initiated", "announced"),
)
"""Verbs before a topic and "with" for a meeting that took place."""

MEETINGS = (
    *("meeting", "meetings", "talks", "discussions", "discussion", "conversation", "conversations"),
    *("consultations", "consultation", "conference", "conferences", "dinner", "luncheon", "lunch"),
    *("brunch", "breakfast", "audience", "session", "sessions", "summit", "summits", "dialogue"),
    *("dialogues", "negotiations", "interview", "golf", "visit", "Summit", "Meeting", "Meetings"),
    *("Dialogue", "Conference", "Consultations", "Ministerial", "ministerial", "Talks", "events"),
)
"""Nouns before "with" for a meeting."""

ATTENDED = (
    *("attended", "participated in", "took part in", "co-chaired", "chaired", "held", "hosted"),
    *("convened", "launched", "led", "opened", "had", "inaugurated", "joined"),
)
"""Verbs before the name of a meeting in which the traveller took part."""

NOT_YET = (
    *("on", "about", "regarding", "concerning", "before", "after", "following", "prior to"),
    *("preparations", "preparation", "arrangements", "plans", "proposed", "discussed", "despite"),
    *("en route to", "on way to", "invitation", "planned", "upcoming", "forthcoming", "since"),
    *("preparatory", "on the eve of", "called for", "calling for", "reported", "instead of"),
    *("on behalf of", "greetings of", "memory of", "request of", "briefed", "report on"),
)
"""Words before a meeting that is only the topic, or that took place at another time."""

ABOUT_MEETINGS = (
    *("meeting", "meetings", "talks", "negotiations", "relations", "visit", "dialogue", "ties"),
    *("summit", "Summit", "discussions", "war", "border", "trade", "cooperation", "contacts"),
)
"""Words before "with" that make a state or a group a part of the topic."""

PARTICLES = (
    *("al", "el", "ul", "bin", "bint", "ibn", "ben", "de", "da", "do", "dos", "das", "del"),
    *("della", "di", "van", "von", "der", "den", "ter", "zu", "af", "av", "du", "la", "le", "y"),
    *("e", "arap", "abu", "ud", "ur", "ould", "los", "las", "san", "st", "ag", "uz"),
)
"""Words in lower case that belong to a name."""

HONORIFICS = (
    *("Sheikh", "Shaykh", "Prince", "Princess", "Sir", "Lord", "Dr", "General", "Gen", "Mr"),
    *("Mrs", "Ms", "Lieutenant", "Colonel", "Marshal", "Admiral", "Crown", "Hajji", "Count"),
    *("Federal", "Baron", "Sayyid", "Said", "Sayed", "Sidi", "Professor", "Haji", "U", "Datuk"),
    *("Tun", "Emir", "Major", "Brigadier", "Field", "Dame", "Lady", "Baroness"),
)
"""Titles before a name; a title and a surname are not a full name."""

ROYAL = (
    *("King", "Queen", "Emperor", "Empress", "Shah", "Sultan", "Pope", "Emir", "Amir"),
    *("Grand Duke", "Grand Duchess"),
)
"""Posts whose holders are known by one name."""

SHORT_TITLES = ("Dr", "Gen", "Mr", "Mrs", "Ms", "Lt", "Col", "Maj", "St", "Prof", "Adm", "Hon")
"""Titles that end with a dot before a name."""

REGIONS = (
    *("Middle East", "Horn of Africa", "Great Lakes", "Sahel", "Balkans", "Western Sahara"),
    *("Middle East Peace Process", "Golan", "Kashmir", "Caucasus", "Yugoslavia"),
)
"""Regions, besides states, for which there are envoys."""

NOT_IN_NAMES = (
    *("UN", "NATO", "EU", "Also", "Met", "Attended", "Discussed", "Signed", "States", "Ministers"),
    *("Commission", "Committee", "Council", "Party", "Minister", "President", "Secretary", "US"),
    *("Government", "Parliament", "Assembly", "Ministry", "Embassy", "Group", "Organization"),
    *("Leaders", "Republic", "Union", "Front", "Coalition", "Authority", "Congress", "Army"),
)
"""Words that no name has."""

ONLY_SIDES = {
    "Pope": "VA",
    "Chairman": "CN SUHH PS BY EE KP LV LT VN YUCS LA MM UA GE",
    "Secretary General": "org:UN org:NATO org:LAS",
    "Secretary-General": "org:UN org:NATO org:LAS",
    "General Secretary": "SUHH CN VN DDDE PL BG LA CSHH",
    "High Representative": "org:EU BA",
    "Special Envoy": "org:UN org:EU",
    "Special Representative": "org:UN org:EU",
    "leader": "KP",
    "Commissioner": "org:EU org:UN",
}
"""The sides that have a post; on another side, a person without a written side is not clear."""
