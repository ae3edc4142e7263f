"""The topics that intake knows: the English names to which the lexicons of all languages refer."""

TOPICS = frozenset(
    (
        *("trade", "investment", "energy", "oil", "natural gas", "electricity", "renewable energy"),
        *("nuclear energy", "transport", "transit", "aviation", "railways", "agriculture"),
        *("food security", "water", "environment", "climate", "health", "education", "science"),
        *("culture", "tourism", "sport", "youth", "migration", "visas", "consular affairs"),
        *("border", "security", "defence", "counter-terrorism", "organised crime"),
        *("cyber security", "space", "digital cooperation", "telecommunications", "finance"),
        *("customs", "taxation", "human rights", "humanitarian aid", "humanitarian relations"),
        *("refugees", "reconstruction", "mine action", "peace process", "post-conflict situation"),
        *("regional questions", "international questions", "multilateral cooperation"),
        *("international organisations", "political relations", "economic relations"),
        *("bilateral relations", "inter-parliamentary relations", "foreign policy", "sanctions"),
        *("connectivity", "development cooperation", "diaspora", "media", "justice", "labour"),
        *("disaster management", "fisheries", "arms control", "elections", "industry", "mining"),
        *("enlargement", "legal framework", "regional security", "nuclear programme", "ports"),
        *("infrastructure", "technology", "artificial intelligence", "women", "cultural heritage"),
        *("prisoners", "missing persons", "minorities", "local cooperation", "COP"),
    )
)
