"""The lexicon of English."""

from dragoman.exchange.intake.lexicon.lexicon import Acts, Lexicon, Links, Marks

_MINISTER = r"(?:minister|secretary)"
_DEPUTY = r"(?:deputy|vice|assistant|senior deputy)"
_SOMEBODY = (
    r"(?= (?:(?:the|a|an|his|her|its|their|visiting|newly|[\w.-]+'s) )?(?:(?!(?:of|on|for|that|by|to|in|with)(?!\w))[\w.-]+ ){0,5}?"
    r"(?:minister|president|premier|secretary|chancellor|ambassador|delegation|counterpart|speaker"
    r"|envoy|representative|commissioner|king|queen|prince|emir|sultan|taoiseach|governor|chairman"
    r"|chairperson|director|head|colleague|mr|mrs|ms|h\.?e|his excellency|her excellency)(?!\w))"
)
"""What follows a verb such as "welcomed" if it is about a guest, and not about a decision."""
_TITLE = (
    r"(?: (?:for|of) (?:the )?(?!(?:un|unesco|who|iaea|wto|opcw|fao|ilo|imo|iom)(?!\w))(?:[\w'&-]+,? ){0,6}?"
    r"(?:affairs|relations|department|cooperation|policy|protocol|europe|asia|africa|(?:the )?americas"
    r"|middle east|issues|questions)(?: (?:department|division))?)?"
)
"""The rest of the title of a director: "for consular affairs"."""
_LETTER = (
    r"(?! (?:(?:a|an|the|his|her|this|its|their|no|more|further|strong|full|[0-9]+) )?(?:[\w-]+ ){0,2}?"
    r"(?:letters? from|messages?|invitations?|notes?|awards?|orders?|medals?|support|aid|assistance|reports?"
    r"|information|funding|degrees?|doctorate|proposals?|assurances?|phone|telephone|calls?"
    r"|congratulat\w+|condolences|votes?|attention|approval|orders|requests?|training|education))"
)
"""Things that people receive, so that nobody met."""
_TALKING = (
    r"(?! (?:(?:this|so|that|it|these) )?(?:when|while|as he|as she|during|upon"
    r"|(?:in|at|after|following) (?:an? |the |his |her |their )?(?:[\w-]+ )?"
    r"(?:meetings?|meeting|talks|receiving|phone|telephone|call|conversation|audience)))"
)
"""Words after a verb of speech if the event follows it: "said this when he received"."""
_REGIONS = (
    r"(?:the )?(?:south caucasus|horn of africa|sahel|central asia|middle east(?: peace process)?"
    r"|western balkans|great lakes(?: region)?|red sea|gulf|indo-pacific|pacific|arctic|balkans"
    r"|belgrade-pristina dialogue|human rights|freedom of religion(?: or belief)?|religious freedom"
    r"|hostage affairs|space|climate(?: change| action)?|eastern partnership|normali[sz]ation"
    r"|black sea|mediterranean|kashmir|east asia|latin america|africa|asia|eurasia)"
)

LEXICON = Lexicon(
    language="en",
    endings=("'s", "s"),
    demonyms_have_capitals=True,
    states=(
        "US U.S., U.S.A.; GB U.K.; AE U.A.E.; org:UN U.N.; org:EU E.U.; MM Myanmar; CV Cabo Verde;"
        " KN St Kitts and Nevis, St. Kitts and Nevis; LC St Lucia, St. Lucia; PS Gaza Strip;"
        " VC St Vincent and the Grenadines, St. Vincent and the Grenadines; ST Sao Tome"
    ),
    posts=(
        (
            r"first (?:deputy|vice)[ -](?:prime minister|premier)",
            "first deputy prime minister",
        ),
        (
            rf"{_DEPUTY}[ -](?:prime minister|premier)|tanaiste",
            "deputy prime minister",
        ),
        (r"(?:prime minister|premier|head of (?:the )?government|taoiseach|pm)", "prime minister"),
        (r"(?:federal )?chancellor", "chancellor"),
        (r"vice[ -]president", "vice president"),
        (
            r"first (?:deputy|vice)[ -](?:minister (?:of|for) (?:foreign|external) affairs"
            r"|(?:foreign|external affairs|foreign affairs) minister)",
            "first deputy foreign minister",
        ),
        (
            r"first (?:deputy|vice)[ -]minister (?:of|for) (?:the )?{portfolio}",
            "first deputy minister of *",
        ),
        (r"first (?:deputy|vice)[ -]{portfolio} minister", "first deputy minister of *"),
        (
            rf"{_DEPUTY}[ -](?:foreign|external affairs|foreign affairs) minister|vice foreign minister",
            "deputy foreign minister",
        ),
        (
            rf"{_DEPUTY}[ -]minister (?:of|for) (?:the )?{{portfolio}}",
            "deputy minister of *",
        ),
        (rf"{_DEPUTY}[ -]{{portfolio}} minister", "deputy minister of *"),
        (
            r"(?:principal|permanent|chief) secretary(?: (?:of|for|at|in|to) (?:the )?(?:ministry of )?"
            r"(?:state department (?:of|for) )?{portfolio})?",
            "permanent secretary",
        ),
        (r"prime cabinet secretary", "prime cabinet secretary"),
        (
            r"deputy secretary of state|(?<!press )(?<!general )deputy secretary",
            "deputy secretary of state",
        ),
        (
            r"(?:principal deputy )?assistant secretary(?: of state)?"
            r"(?: (?:of|for) (?:the )?(?:bureau of )?[\w, ]{3,60}? affairs)?",
            "assistant secretary",
        ),
        (r"foreign advis[eo]r|advis[eo]r for foreign affairs", "foreign adviser"),
        (
            r"(?:parliamentary |permanent )?under[ -]?secretary(?: of state)?"
            r"(?: (?:of|for|at) (?:the )?(?:ministry of )?{portfolio})?",
            "under secretary",
        ),
        (
            r"foreign secretary|secretary of state for foreign(?:[\w ,]+?)? affairs",
            "foreign minister",
        ),
        (r"(?:cabinet )?secretary of state(?! for)", "secretary of state"),
        (
            r"(?:ministers?|cabinet secretary|secretary of state|secretary) (?:of|for)"
            r" (?:the )?{portfolio}",
            "minister of *",
        ),
        (r"{portfolio} minister", "minister of *"),
        (r"minister of state for {portfolio}", "minister of state for *"),
        (r"minister of state", "minister of state"),
        (r"state secretary", "state secretary"),
        (
            r"(?:speaker|president|chair(?:man|woman|person)?|marshal) of (?:the )?(?:[\w-]+ )?"
            r"(?:(?:grand |federal )?national (?:assembly|council)|parliament"
            r"|house of (?:representatives|commons|lords|the people)|senate|knesset|milli majlis|majlis"
            r"|bundestag|state duma|riksdag|sejm|chamber of (?:deputies|representatives)|seimas|saeima"
            r"|riigikogu|folketing|storting|althing|eduskunta|verkhovna rada|mazhilis|mejlis|oliy majlis"
            r"|legislative chamber|jogorku kenesh|great hural|people's assembly|(?:federation|state) council"
            r"|sabha|lok sabha|jatiya sangsad|shura council)|(?:parliament(?:ary)? |house |senate )?speaker",
            "speaker of parliament",
        ),
        (
            r"(?:chair(?:man|woman|person)?|head) of (?:the )?(?:[\w'-]+ ){1,9}?committee",
            "chair of committee",
        ),
        (
            r"deputy speaker(?: of (?:the )?[\w' ]{3,30}?(?:assembly|parliament|house|senate))?",
            "deputy speaker",
        ),
        (r"(?:deputy|under)[ -]secretary[ -]general", "deputy secretary general"),
        (r"secretary[ -]general", "secretary general"),
        (rf"director[ -]general{_TITLE}", "director general"),
        (
            r"(?:un )?(?:united nations )?(?:deputy )?high commissioner(?: for (?:refugees|human rights))?",
            "high commissioner",
        ),
        (
            r"high representative of (?:the )?{state}(?:'s)? for foreign affairs and security policy"
            r"|high representative(?: for foreign affairs and security policy)?",
            "high representative",
        ),
        (
            rf"(?:special|personal|presidential) (?:envoy|representative|coordinator)"
            rf"(?: (?:for|on) (?:{{portfolio}}|{_REGIONS}))?",
            "special envoy",
        ),
        (r"ambassador[ -]at[ -]large", "ambassador-at-large"),
        (r"permanent representative", "permanent representative"),
        (r"high commissioner for {state}(?=,| to | in |:)", "high commissioner"),
        (r"commissioner[ -]general", "commissioner general"),
        (r"(?:european |eu )?commissioner(?: for (?:the )?{portfolio})?", "commissioner"),
        (
            r"charge d'affaires(?: a\.?i\.?)?(?: (?:of|at) the (?:{state} embassy|embassy))?",
            "charge d'affaires",
        ),
        (
            r"(?:extraordinary and plenipotentiary )?ambassador(?: extraordinary and plenipotentiary)?"
            r"(?:[ -]designate)?",
            "ambassador",
        ),
        (r"consul[ -]general", "consul general"),
        (r"(?:national security|foreign policy|presidential) advis[eo]r|advis[eo]r", "adviser"),
        (r"chief of staff", "chief of staff"),
        (r"deputy director", "deputy director"),
        (
            r"(?:head|director|chief) of (?:the )?[\w' ]{3,50}? (?:department|division|directorate|office)",
            "head of department",
        ),
        (r"crown prince(?:ss)?", "crown prince"),
        (r"(?:king|queen|sultan|emir|amir)", "head of state"),
        (
            r"(?<!press )(?<!general )(?<!party )(?<!committee )(?<!executive )(?<!assistant )"
            r"(?<!private )(?<!home )secretary",
            "secretary",
        ),
        (r"home secretary", "minister of interior"),
        (r"(?:federal )?president", "president"),
        (r"minister", "minister"),
        (r"governor", "governor"),
        (r"(?:lord )?mayor", "mayor"),
    ),
    portfolios=(
        (
            r"(?:foreign|overseas) employment|migrant workers'?(?: affairs)?|overseas workers",
            "labour",
        ),
        (
            r"foreign(?: and \w+)? affairs(?:,? (?:and )?international (?:co-?operation|trade))?"
            r"(?: and (?:expatriates|emigrants|trade|worship|co-?operation|tourism"
            r"|regional cooperation|the diaspora|diaspora affairs|human mobility))?",
            "foreign affairs",
        ),
        (
            r"external (?:affairs|relations)|foreign(?! (?:employment|trade|investment))",
            "foreign affairs",
        ),
        (r"european? (?:union )?affairs|europe", "european affairs"),
        (r"(?:national )?defen[cs]e", "defence"),
        (r"interior|internal affairs|home affairs", "interior"),
        (r"(?:the )?(?:public )?financ(?:e|es)", "finance"),
        (
            r"(?:the )?(?:national )?economy|economics?(?: (?:affairs|development|growth|planning))?",
            "economy",
        ),
        (r"(?:foreign |international |external )?trade(?: policy)?|commerce", "trade"),
        (r"investments?", "investment"),
        (r"(?:heavy )?industry|industries", "industry"),
        (r"energy|power", "energy"),
        (r"(?:oil|petroleum)(?: (?:and (?:natural )?gas|resources))?|hydrocarbons", "oil"),
        (r"electricity", "electricity"),
        (r"mining|mines|mineral resources|natural resources", "mining"),
        (r"agriculture|farming|livestock|rural development|forestry", "agriculture"),
        (r"food(?: security)?", "food"),
        (r"fisher(?:y|ies)", "fisheries"),
        (r"(?:higher |public )?education", "education"),
        (r"(?:public )?health(?:care)?", "health"),
        (r"justice", "justice"),
        (r"transport(?:ation)?", "transport"),
        (r"culture", "culture"),
        (r"environment(?:al protection)?|ecology", "environment"),
        (r"climate(?: (?:change|action))?", "climate"),
        (r"labou?r", "labour"),
        (
            r"social (?:affairs|protection|security|development|welfare|policy|services)|employment",
            "social affairs",
        ),
        (r"science|(?:scientific )?research|innovation", "science"),
        (r"(?:information )?technology", "technology"),
        (r"tourism(?: and (?:antiquities|wildlife|hospitality))?", "tourism"),
        (r"(?:physical culture and )?sports?", "sport"),
        (r"youth", "youth"),
        (r"water(?: resources)?|irrigation", "water"),
        (r"(?:national |public )?security", "security"),
        (r"(?:tele)?communications?", "communications"),
        (r"information(?: and communications?)?", "information"),
        (
            r"digital (?:development|transformation|affairs|economy)|digital(?:isation|ization)",
            "digital development",
        ),
        (r"(?:regional )?development(?: cooperation)?", "development"),
        (r"international co-?operation", "international cooperation"),
        (r"(?:national )?planning", "planning"),
        (r"integration", "integration"),
        (
            r"local government|regional (?:affairs|government)|territorial administration",
            "local government",
        ),
        (r"infrastructure|public works", "infrastructure"),
        (r"housing|construction", "construction"),
        (r"migration(?: and asylum)?|immigration", "migration"),
        (r"emergency (?:situations|management)|civil protection", "emergencies"),
        (r"religio(?:n|us affairs)", "religious affairs"),
        (r"(?:women|family)(?:'s)?(?: affairs)?", "women"),
        (r"parliamentary affairs", "parliamentary affairs"),
        (r"maritime (?:affairs|economy)|shipping", "maritime affairs"),
        (r"expatriates|emigrants|diaspora(?: affairs)?", "diaspora"),
        (r"political affairs", "political affairs"),
    ),
    bodies=(
        (r"(?:bilateral )?consular consultations|consular dialogue", "consular consultations"),
        (
            r"(?:(?:bilateral |inter-ministerial |foreign office |diplomatic )*political|foreign office"
            r"|inter-?ministerial|(?:foreign )?ministerial|bilateral) consultations(?! (?:on|about) )"
            r"|(?:bilateral )?consultations between (?:the )?(?:foreign )?ministr\w+"
            r"|(?:round|session) of (?:bilateral |regular |annual )?consultations"
            r"|bilateral consultati(?:on|ve) mechanism|(?:bilateral )?political consultati(?:on|ve) mechanism"
            r"|(?:bilateral )?political dialogue(?= (?:was|took|meeting|round|session|between))",
            "political consultations",
        ),
        (
            r"inter-?governmental (?:[\w-]+,? ){0,8}?(?:commission|committee|council)",
            "intergovernmental commission",
        ),
        (
            r"(?:joint|mixed) (?:[\w-]+ ){0,8}?(?:commission|committee)"
            r"|(?:commission|committee) (?:for|on) (?:[\w-]+ ){1,8}?cooperation",
            "joint commission",
        ),
        (
            r"strategic (?:partnership )?dialogue|high[ -]level (?:political |strategic |security )?dialogue",
            "strategic dialogue",
        ),
        (r"(?:joint )?(?:working|expert) group", "working group"),
        (
            r"(?:(?:inter-?)?parliament(?:ary)? )?friendship group|(?:inter-?)?parliamentary working group"
            r"|inter-?parliamentary (?:commission|committee|group)",
            "inter-parliamentary group",
        ),
    ),
    levels=(
        (r"state visit", "state"),
        (r"official working visit|working and official visit", "official working"),
        (r"working visit", "working"),
        (r"official visit", "official"),
        (r"private visit", "private"),
    ),
    instruments=(
        (
            r"memorand(?:um|a) of (?:understanding|co-?operation)|mous?",
            "memorandum of understanding",
        ),
        (r"exchange of notes", "exchange of notes"),
        (r"joint statement|joint communique", "joint statement"),
        (r"joint declaration", "joint declaration"),
        (
            r"(?:action|work|road ?map) ?(?:plan|programme)|plans? of (?:action|(?:political )?consultations)"
            r"|(?:executive )?program(?:me)?s? (?:of|for|on) (?:[\w-]+ )?co-?operation"
            r"|co-?operation program(?:me)?|road ?map|consultation plan",
            "action plan",
        ),
        (r"(?:agreed )?minutes", "minutes"),
        (r"protocols?", "protocol"),
        (r"treat(?:y|ies)", "treaty"),
        (r"agreements?|conventions?|accords?", "agreement"),
    ),
    topics=(
        (
            r"trade(?! unions?)|commerc(?:e|ial)(?! (?:court|attache))|(?:ex|im)ports?|trade turnover|tariffs",
            "trade",
        ),
        (r"(?<!climate for )(?<!environment for )invest(?:ments?|ors?)(?! climate)", "investment"),
        (
            r"renewable (?:energy|energies|sources)|solar|wind (?:power|energy|farm)|green energy"
            r"|(?:green )?hydrogen|clean energy|hydro-?(?:power|electric\w*)|energy transition",
            "renewable energy",
        ),
        (r"nuclear (?:energy|power)", "nuclear energy"),
        (
            r"nuclear (?:programme|program|deal|file|issue|talks|negotiations|agreement)|jcpoa",
            "nuclear programme",
        ),
        (
            r"(?:liquefied )?natural gas|gas (?:suppl(?:y|ies)|pipelines?|exports|imports|deliveries|fields?"
            r"|sector|cooperation)|(?<=oil and )gas|lng",
            "natural gas",
        ),
        (r"(?<!palm )(?<!olive )oil|petroleum|hydrocarbons?", "oil"),
        (r"electricity|power grid|interconnector", "electricity"),
        (r"energy", "energy"),
        (r"rail(?:way|ways)?", "railways"),
        (r"aviation|direct flights?|air (?:links|services)", "aviation"),
        (r"transit", "transit"),
        (
            r"transport(?:ation)?|logistics|(?:middle|trans-caspian|trade|transport|zangezur|north-south"
            r"|lobito|imec) corridors?|shipping|maritime (?:transport|trade|cooperation)|road links",
            "transport",
        ),
        (r"ports?", "ports"),
        (r"connectivity", "connectivity"),
        (r"infrastructure", "infrastructure"),
        (r"food security|grain|wheat", "food security"),
        (r"agricultur(?:e|al)|farming", "agriculture"),
        (r"fisher(?:y|ies)", "fisheries"),
        (r"water(?! (?:cannon|polo))|irrigation|dams?|hydrology", "water"),
        (
            r"(?<!business )(?<!investment )(?<!security )(?<!safe )environment(?! (?:for|of))"
            r"|environmental|biodiversity|pollution|desertification",
            "environment",
        ),
        (r"cop ?[0-9]{2}", "COP"),
        (
            r"(?<!business )(?<!investment )(?<!political )climate(?! (?:of|for))|decarboni[sz]ation",
            "climate",
        ),
        (
            r"(?<!his )(?<!her )health(?:care)?|medical|medicines?|pharmaceuticals?|vaccines?",
            "health",
        ),
        (
            r"education(?:al)?|scholarships?|(?:between|among|of|exchanges between) universities"
            r"|student exchanges?|academic (?:exchanges?|co-?operation)|vocational training",
            "education",
        ),
        (r"artificial intelligence", "artificial intelligence"),
        (r"scien(?:ce|tific)|research", "science"),
        (r"technolog(?:y|ies|ical)|innovation", "technology"),
        (r"cultural heritage", "cultural heritage"),
        (r"(?<!physical )cultur(?:e|al)|people-to-people", "culture"),
        (
            r"twin(?:ned|ning)(?: (?:of )?(?:cities|towns))?|sister[ -](?:cities|city)|inter-?regional"
            r"|decentrali[sz]ed co-?operation|co-?operation between (?:the )?(?:regions|municipalities|cities)",
            "local cooperation",
        ),
        (
            r"women, peace and security|gender equality|women's (?:rights|empowerment)|empowerment of women",
            "women",
        ),
        (r"tourism|tourists?", "tourism"),
        (r"sports?", "sport"),
        (r"youth|young people", "youth"),
        (
            r"(?:irregular |illegal )?(?:im)?migration|migrants?|readmission|returns? policy",
            "migration",
        ),
        (r"visas?(?:[ -]free)?", "visas"),
        (r"consular", "consular affairs"),
        (r"(?<!cross-)borders?|demarcation|delimitation|cross-border", "border"),
        (r"cyber ?-?security|cyber", "cyber security"),
        (r"regional security", "regional security"),
        (r"counter-?terrorism|terroris[mt]s?", "counter-terrorism"),
        (r"organi[sz]ed crime|(?:drug|human) trafficking|narcotics", "organised crime"),
        (
            r"defen[cs]e|military(?! (?:honou?rs?|band|parade|cemetery|orchestra|guard|airport|base))"
            r"|arms (?:deliveries|supplies|sales)",
            "defence",
        ),
        (
            r"(?<!social )(?<!food )(?<!energy )(?<!water )security"
            r"(?! (?:council|conference|advis|services?|forces?|guards?|zone))",
            "security",
        ),
        (
            r"(?:outer )?space (?:explorations?|co-?operation|research|technolog\w+|agenc\w+|sector|industry"
            r"|programmes?|affairs)|outer space|satellites?",
            "space",
        ),
        (r"digital(?:isation|ization)?", "digital cooperation"),
        (r"telecommunications?", "telecommunications"),
        (r"banking|financ(?:e|ial)", "finance"),
        (r"customs", "customs"),
        (r"(?:double )?taxation", "taxation"),
        (r"human rights", "human rights"),
        (r"humanitarian (?:aid|affairs|assistance|situation|access)", "humanitarian aid"),
        (r"humanitarian", "humanitarian relations"),
        (r"refugees?|displaced persons", "refugees"),
        (r"reconstruction|rebuilding", "reconstruction"),
        (r"(?:land)?mine (?:action|clearance|contamination)|demining|landmines", "mine action"),
        (
            r"peace (?:process|agenda|talks|treaty|agreement|negotiations|efforts|plan|deal)"
            r"|normali[sz](?:ation|ing)|cease-?fire",
            "peace process",
        ),
        (r"post-conflict", "post-conflict situation"),
        (
            r"regional(?:, | and )(?:and )?(?:international|global)|regional (?:issues|questions|affairs"
            r"|developments?|matters|situation|agenda)|developments in the region",
            "regional questions",
        ),
        (
            r"regional and (?:international|global)|international (?:and regional )?(?:issues|questions"
            r"|affairs|developments|matters|agenda)|global (?:issues|challenges)",
            "international questions",
        ),
        (r"multilateral(?:ism)?", "multilateral cooperation"),
        (
            r"(?:international|regional|multilateral) (?:organi[sz]ations|fora|forums|bodies|platforms)",
            "international organisations",
        ),
        (r"inter-?parliamentary", "inter-parliamentary relations"),
        (r"political (?:relations|dialogue|co-?operation|ties)", "political relations"),
        (
            r"economic (?:relations|co-?operation|ties|issues|partnership)|economy|trade and economic"
            r"|economic",
            "economic relations",
        ),
        (
            r"bilateral (?:relations|ties|co-?operation|agenda|issues|partnership)|relations between the two"
            r"|bilateral",
            "bilateral relations",
        ),
        (r"foreign policy", "foreign policy"),
        (r"sanctions", "sanctions"),
        (r"development (?:co-?operation|aid|assistance)", "development cooperation"),
        (r"diaspora|expatriates", "diaspora"),
        (r"media cooperation|broadcasting", "media"),
        (r"legal (?:assistance|co-?operation)|judicial|extradition", "justice"),
        (r"legal framework|legal basis|contractual", "legal framework"),
        (r"labou?r(?: mobility| migration)?|workers|workforce|manpower|employment", "labour"),
        (r"disaster|earthquake|civil protection|emergency response", "disaster management"),
        (r"arms control|disarmament|non-?proliferation", "arms control"),
        (r"elections?", "elections"),
        (
            r"mining|critical (?:minerals|raw materials)|minerals|raw materials|lithium|rare earths?",
            "mining",
        ),
        (r"industr(?:y|ial)", "industry"),
        (r"enlargement|accession|eu integration|european integration", "enlargement"),
        (r"(?:political )?prisoners|hostages|detainees", "prisoners"),
        (r"missing persons", "missing persons"),
        (r"minorit(?:y|ies)", "minorities"),
    ),
    ordinals=(
        r"(?P<number>[0-9]{1,2}(?= ?(?:st|nd|rd|th)(?!\w))|[ivx]{2,6}|[ivx](?= (?:session|meeting|round))"
        r"|{words})(?: ?(?:st|nd|rd|th))?"
    ),
    ordinal_words={
        word: number
        for number, word in enumerate(
            [
                "first",
                "second",
                "third",
                "fourth",
                "fifth",
                "sixth",
                "seventh",
                "eighth",
                "ninth",
                "tenth",
                "eleventh",
                "twelfth",
                "thirteenth",
                "fourteenth",
                "fifteenth",
                "sixteenth",
                "seventeenth",
                "eighteenth",
                "nineteenth",
                "twentieth",
            ],
            1,
        )
    },
    dates=(
        r"[0-9]{1,2}(?:st|nd|rd|th)?(?: (?:to|and) | ?- ?)[0-9]{1,2}(?:st|nd|rd|th)?(?: of)? {month},?"
        r"(?: [0-9]{4})?",
        r"{month} [0-9]{1,2}(?:st|nd|rd|th)?(?: ?- ?| (?:to|and) )[0-9]{1,2}(?:st|nd|rd|th)?"
        r"(?:,? [0-9]{4})?",
        r"(?:{weekday},? )?(?:the )?[0-9]{1,2}(?:st|nd|rd|th)?(?: of)? {month},?(?: [0-9]{4})?",
        r"(?:{weekday},? )?{month} [0-9]{1,2}(?:st|nd|rd|th)?(?:,? [0-9]{4})?",
        r"(?:early|mid-|late|mid|the end of|end of|the beginning of) ?{month}(?:,? [0-9]{4})?",
        r"{month},? (?:of )?[0-9]{4}",
        r"(?:the )?(?:first|second|third|fourth) (?:quarter|half) of [0-9]{4}",
        r"(?:early|mid-?|late) ?[0-9]{4}",
        r"(?:next|this|last) (?:week|month|year|spring|summer|autumn|winter|{weekday})",
        r"(?:by )?(?:the )?end of (?:the year|[0-9]{4})",
        r"(?:spring|summer|autumn|winter) (?:of )?[0-9]{4}",
        r"(?<=in ){month}",
        r"{weekday}",
    ),
    near_days={
        "today": 0,
        "tonight": 0,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day after tomorrow": 2,
        "the day before yesterday": -2,
    },
    weekdays={
        word: day
        for day, word in enumerate(
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        )
    },
    not_names=(
        "with for under ministry minister republic kingdom government parliament assembly senate commission"
        " committee conference summit union united nations organization organisation department"
        " office embassy embassies palace university centre center institute bank company council"
        " agreement memorandum the a an in on at during following after before both mr mrs ms"
        " deputy foreign prime president secretary general state federal national joint european"
        " african arab american asian western eastern northern southern north south east west"
        " central security defence defense middle strategic partnership monday tuesday wednesday"
        " thursday friday saturday sunday january february march april may june july august"
        " september october november december airport hotel house group td mp mps mep kc obe cbe"
        " kcmg cmg phd esq ap afp upi ani nan una spa wam qna petra forum dialogue process academy"
        " foundation association league cooperation development economic affairs trade international"
        " world global gulf fund chamber commerce corps mission special envoy ambassador excellency"
        " honourable senior acting principal permanent chief news agency district city province"
        " military political bilateral diplomatic strategy policy programme initiative framework"
        " kremlin pentagon treasury directorate division bureau authority"
    ),
    acts=Acts(
        visit=(
            r"(?<!courtesy )(?<!farewell )(?<!protocol )(?<!introductory )visit(?:ed|s|ing)?(?! of)|visit of"
            r"|(?:working |official |overseas |foreign |business )?trip|travel(?:s|led|ed|ling)?(?= to )"
            r"|(?:regional|african|european|asian|latin american|middle east|diplomatic|[\w-]+-(?:nation"
            r"|country|state|day|leg)) tour|paid a (?:[\w-]+ ){0,3}?(?<!courtesy )(?<!farewell )visit"
            r"|arriv(?:e|es|ed|al)(?: (?:in|at))|fl(?:ew|ies) to"
        ),
        meet=(
            r"met|(?<!to )meets?|to meet(?! (?:the )?(?:[\w-]+ )?(?:needs?|targets?|goals?|demands?|criteria"
            r"|requirements?|conditions|obligations|standards|challenges?|commitments|objectives))"
            r"|meetings?|talks|held (?:a |separate |bilateral )?(?:discussions|consultations)"
            r"|discussions with|conferred with|sat down with|round ?tables?|negotiations"
            r"|(?:pays?|paid) (?:a |an )?(?:(?:courtesy|farewell|introductory|protocol|maiden) )?(?:call|visit) on"
            r"|(?:courtesy|farewell|introductory|protocol) (?:calls?|visits?|meetings?)"
            rf"|call(?:s|ed) on{_SOMEBODY}(?![^.]{{0,160}}? to (?!discuss)\w)|exchanged views with|interact(?:s|ed) with"
            r"|(?:private|in|an?|granted|received in|separate) audiences?|had an interaction"
            r"|spoke (?:today |yesterday |earlier |(?:on )?\w+day )?with(?! (?:reporters|journalists|the (?:press|media)"
            r"|news|foreign media))|(?:working|official|business) (?:lunch|dinner|breakfast)(?:eon)?|tete-a-tete"
        ),
        receive=(
            rf"receiv(?:e|es|ed|ing){_LETTER}|(?:host(?:s|ed)|welcom(?:e|es|ed)){_SOMEBODY}"
            r"|accept(?:s|ed) (?:the )?(?:letters? of credence|credentials)"
        ),
        call=(
            r"(?:tele)?phone (?:call|conversation|talks?)|telephonic (?:conversation|call)"
            r"|(?:spoke|speaks?|talked|talks) (?:with [^.]{3,60} )?(?:by|over|on) (?:the )?(?:tele)?phone"
            r"|by (?:tele)?phone|over the (?:tele)?phone|telephoned|phoned"
            r"|(?:phone |introductory |telephone )?calls? with|(?:held|had) a (?:[\w-]+ )?(?:phone )?call(?! on)"
            r"|received a (?:phone |telephone )?call from"
        ),
        video=r"video ?(?:-| )?(?:call|conference|conversation|link|meeting)\w*|virtual(?:ly)?|online meeting",
        gathering=(
            r"round[ -]?tables?|panel discussion|briefing (?:for|to|with) (?:the )?(?:foreign |resident )?"
            r"(?:ambassadors|diplomats|diplomatic corps|heads of (?:diplomatic )?missions)"
        ),
        consult=(
            r"sessions?|round|meeting|edition|conven(?:e|es|ed)|took place|take place|tak(?:es|ing) place"
            r"|held|hold(?:s|ing)?|co-?chair(?:s|ed|ing)?|chaired|conclud(?:e|es|ed)|kick(?:s|ed) off|opened|began"
        ),
        sign=r"sign(?:ed|s|ing|ature)|(?<!a )(?<!clear )(?<!good )sign(?! of)|initial(?:l?ed)",
    ),
    marks=Marks(
        planned=(
            r"will (?:(?:also|be|then|first|later|now|[\w-]+ly|instead|both|each|again|next|be the|next week|on \w+day|today|tomorrow) ){0,3}?"
            r"(?:visit(?:ing)?|meet(?:ing)?|hold(?:ing)?|held|host(?:ing|ed)?|travel(?:l?ing)?|arriv(?:e|ing)|receiv(?:e|ed|ing)"
            r"|tak(?:e|ing) (?:place|part)|begin|start|open|kick off|pay(?:ing)?|attend(?:ing)?|participate|sign(?:ed)?|chaired"
            r"|chair|co-?chair(?:ed)?|lead|led|speak(?:ing)?|talk|conven(?:e|ed)|welcom(?:e|ed)|fly(?:ing)?|depart(?:ing)?|leave"
            r"|embark|undertake|have (?:talks|meetings|a meeting|an audience)|conduct|discuss|join(?:ed)?|gather|tour|conclude"
            r"|make (?:a|an|his|her|their) (?:[\w-]+ )?(?:visit|trip)|call on|represent|headed|co-?headed|accompan(?:y|ied)|go)|(?:is|are|was|were|had been) (?:expected|scheduled|due|set|planned"
            r"|slated)(?: to| for)?|(?:is|are) to(?! be (?:welcomed|commended))|plans to|intends to"
            r"|(?<!agreed )(?<!opportunity )to (?:visit|travel to|host)|(?:minister|president|premier|pm|fm"
            r"|chancellor|delegation|envoy|secretary|king|leaders?|ministers) to (?:meet|hold|arrive|attend)"
            r"|to sign|would (?:pay|visit|travel|arrive|meet|speak|talk|hold|host|receive|attend|chair)|is planning"
            r"|(?:forthcoming|upcoming) (?:[\w-]+ ){0,2}?(?:visit|trip|session|round|meeting)"
        ),
        postponed=(
            r"postpon(?:e|ed|es|ing|ement)|put off|deferred|re-?scheduled|(?:has|have|had|was|were|been) delayed"
            r"|pushed back|moved to a later date|adjourned"
        ),
        cancelled=r"cancel(?:l?ed|s|l?ing|lation)?|call(?:ed|s|ing) off|scrap(?:s|ped)",
        denied=(
            r"den(?:y|ied|ies|ial)(?! (?:entry|access|visas?))|did not (?:take place|meet|visit|happen|hold|travel)"
            r"|no (?:such )?(?:[\w-]+ )?(?:meeting|visit|talks|call) (?:took|has|have|was|were|is|are|had)"
            r"|(?:refut|dismiss|reject|debunk)(?:ed|s|es|ing) (?:as \w+ )?(?:(?:the|these|such|any|all|media|press"
            r"|foreign|recent|some) ){0,3}(?:reports?|claims?|rumou?rs|speculations?|allegations?|information|stories)"
            r"|(?:is|are|was|were|as) (?:[\w-]+ )?(?:untrue|false|baseless|fake|incorrect|unfounded|fabricated|groundless)"
            r"|not true|(?:has|have|had) not (?:met|visited)|not planned|no plans (?:for|to)|fake news"
        ),
        past=(
            r"last (?:year|month|week|autumn|spring|summer|winter)|previous(?:ly)?(?! scheduled)"
            r"|earlier (?:this year|this month|that (?:day|week|month|year)|in (?:the )?(?:year|month|19|20|jan|feb|mar|apr"
            r"|may|jun|jul|aug|sep|oct|nov|dec)\w*)|in (?:19[0-9]{2}|20[01][0-9]|202[0-4])"
            r"|(?:has|have|had) (?:[\w-]+ ){1,6}?since|years? ago|months? ago|had (?:visited|met|held|signed"
            r"|discussed|travelled|hosted|received|been(?! (?:scheduled|planned|due|expected|set)))"
            r"|former(?:ly)?|the last (?:time|visit|meeting|session|round)"
            r"|recall(?:ed|s) (?:the|his|her|their|that|with)(?: [\w'-]+){0,5} (?:visits?|meetings?|talks|sessions?)"
            r"|was established|founded|implement(?:ation of|ing) [^.]{0,60}?(?:signed|reached)"
        ),
        greetings=(
            r"(?:convey(?:ed|s|ing)?|deliver(?:ed|s)?|pass(?:ed|es)? on|extend(?:ed|s)?)[\w ,]*?"
            r"(?:greetings|regards|wishes|message|letter|condolences|congratulations)[\w ,]*?(?:of|from|to)"
            r"|on behalf of|letter from|message from|greetings (?:of|from|to)|in the name of"
        ),
        guest_of=r"at the invitation of|invited by|upon the invitation of",
        following=(
            r"(?:next|forthcoming|upcoming|following|subsequent)(?= (?:(?!week|month|year|day)[\w-]+ ){0,5}?"
            r"(?:sessions?|rounds?|meetings?|consultations|editions?|commission|committee|dialogue)(?!\w))"
        ),
        agreed=(
            r"agreed (?:to|on|that)|decided to|undertook to|committed to|pledged|it was (?:agreed|decided)"
            r"|would (?:hold|host|convene|send|be held)|(?:sides|parties|delegations) will (?:hold|convene|exchange)"
            r"|(?:is|are) to be (?:held|signed)|agreement (?:was reached )?to (?:hold|convene)"
        ),
        invited=r"invited [^.]{0,80}? to (?:visit|pay)|(?:extended|conveyed|renewed) (?:an|the|his|her) invitation|invitation to visit",
        recently=r"recently|in recent days|these days|this week|the other day",
        said=(
            rf"(?:said|says|stated|disclosed){_TALKING}|stressed|noted|emphasi[sz]ed|underlined|underscored|added"
            r"|told (?:reporters|journalists|the (?:press|media|parliament|house)|parliament|lawmakers|a (?:press|news)"
            r"|state|local|[\w-]+ (?:tv|television|newspaper|news agency))|recalled"
            r"|expressed|reiterated|reaffirmed|praised|thanked|briefed|pointed out|commented|explained|remarked|urged"
        ),
        margins=(
            r"on the (?:sidelines|margins|fringes) of|in the margins of|within the framework of the (?:summit"
            r"|conference|forum|general assembly)|alongside the (?:[\w-]+ ){0,5}?(?:summit|conference|forum|assembly|meeting)"
            r"|attending the|attended the"
        ),
    ),
    links=Links(
        of=r"(?:of|from)(?: the)?(?: (?:\w+ ){0,2}(?:republic|kingdom|state) of(?: the)?)?",
        articles=r"the|a|an|his|her|its|their",
        and_=r"and|as well as|along with|, and",
        place=r"in|at|to",
        honorifics=(
            r"(?:mr\.?|mrs\.?|ms\.?|miss|dr\.?|prof\.?|professor|h\.? ?e\.?|his excellency|her excellency|sir"
            r"|dame|lord|baroness|amb\.?|ambassador|sheikh|sheikha|shaikh|shaikha|(?:rt\.? )?hon\.?"
            r"|(?:the )?(?:right )?honou?rable|the rt\.? hon\.?|(?:lt\.? ?|maj\.? ?|brig\.? ?)?gen\.?"
            r"|(?:major |lieutenant |brigadier )?general|col\.?|colonel|maj\.?|major|capt\.?|admiral|adm\.?|marshal"
            r"|senator|sen\.?|congressman|congresswoman|rep\.?|shri|smt\.?|madam|u|daw|dato'?(?: ?(?:sri|seri))?|datuk(?: seri)?"
            r"|tan sri|tun|engr?\.?|engineer|alhaji|hajia?|barrister|advocate|comrade|chief|pandit|monsignor|msgr\.?"
            r"|cardinal|archbishop|justice)(?!\w)"
        ),
        counterpart=r"counterparts?|colleagues?|opposite number|homologue",
        head=(
            r"(?:co-?)?(?:led|headed|chaired|presided over) (?:jointly )?by|under the (?:co-?)?(?:leadership|chairmanship"
            r"|chairpersonship) of|represented by|heads? of (?:the )?(?:[\w-]+ )?delegation,?"
        ),
        heads_after=r"(?:co-?)?(?:led|headed|chaired|represented) (?:the|by)|leading (?:the|a)",
        side=r"side|delegation|team|party",
        particles=r"van|von|de|der|den|del|della|di|da|dos|das|la|le|bin|ibn|bint|al|el|ul|ur|ould|ag|of|y|e|abu|ben|ait|ter|zu|af",
    ),
)
