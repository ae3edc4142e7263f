"""The lexicon of German."""

from dragoman.exchange.intake.lexicon.lexicon import Acts, Lexicon, Links, Marks

_DEPUTY = r"(?:(?:erste[rnms]? )?(?:stellvertretende[rnms]?|vize)|vize-?)"
_IN = r"(?:in(?:nen)?|s|n|en)?"
_ADJ = r"e[rnms]?"
_AFFAIRS = (
    rf"(?:(?:europaisch|international|aus+er|auswartig|inner){_ADJ}(?:,| und|, und|sowie) )*"
    rf"(?:aus+er|auswartig|international){_ADJ}"
    rf"(?:(?:,| und|, und|sowie) (?:europaisch|international|inner|konsularisch){_ADJ})*"
    r" (?:angelegenheiten|beziehungen)(?:,? (?:(?:und|sowie) )?(?:internationale[rn]? |regionale[rn]? )?"
    r"(?:europaische[nr]? angelegenheiten|entwicklungs?zusammenarbeit|zusammenarbeit|kooperation|integration|handel|diaspora|kultus|menschliche mobilitat|europa|tourismus"
    r"|aus+enhandel|emigranten|verteidigung))*"
)
_FOREIGN = rf"(?:fur|der) (?:die )?{_AFFAIRS}"
_MINISTRY = (
    r"(?: (?:im|des|der|in der|am) (?:{state} )?(?:auswartigen amt(?:e?s)?|bundeskanzleramt(?:e?s)?|eda|bmeia"
    r"|(?:bundes)?(?:kanzleramt|kanzlei|prasidialkanzlei|prasidialamt)(?:e?s)?|staatskanzlei"
    r"|(?:bundes)?\w*(?:ministeriums?|departements?)(?: fur (?:[\w-]+,? ){0,7}?"
    r"(?:angelegenheiten|beziehungen|{portfolio}))?))?"
)


def _with_hyphens(*fields: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return portfolios that a hyphen may follow, as in "Planungs- und Investitionsminister"."""
    return tuple((rf"(?:{form})-?", name) for form, name in fields)


LEXICON = Lexicon(
    language="de",
    endings=("ens", "en", "em", "er", "es", "e", "s", "n"),
    has_cases=True,
    nouns_have_capitals=True,
    demonyms="""
AF afghanisch; AL albanisch; DZ algerisch; AD andorranisch; AO angolanisch; AG antiguanisch;
AR argentinisch; AM armenisch; AU australisch; AT österreichisch; AZ aserbaidschanisch;
BS bahamaisch; BH bahrainisch; BD bangladeschisch; BB barbadisch; BY belarussisch, weißrussisch, belarusisch;
BE belgisch; BZ belizisch; BJ beninisch; BT bhutanisch; BO bolivianisch;
BA bosnisch, bosnisch-herzegowinisch; BW botsuanisch; BR brasilianisch;
GB britisch; BN bruneiisch; BG bulgarisch; BF burkinisch; BI burundisch; CV kapverdisch;
KH kambodschanisch; CM kamerunisch; CA kanadisch; TD tschadisch; CL chilenisch; CN chinesisch;
CO kolumbianisch; KM komorisch; CR costa-ricanisch, costaricanisch; CI ivorisch; HR kroatisch;
CU kubanisch; CY zyprisch, zypriotisch; CZ tschechisch; DK dänisch; DJ dschibutisch;
EC ecuadorianisch; EG ägyptisch; SV salvadorianisch; ER eritreisch; EE estnisch; SZ swasiländisch;
ET äthiopisch; FJ fidschianisch; FI finnisch; FR französisch; GA gabunisch; GM gambisch;
GE georgisch; DE deutsch; GH ghanaisch; GR griechisch; GD grenadisch; GT guatemaltekisch;
GY guyanisch; HT haitianisch; HN honduranisch; HU ungarisch; IS isländisch; IN indisch;
ID indonesisch; IR iranisch; IQ irakisch; IE irisch; IL israelisch; IT italienisch;
JM jamaikanisch; JP japanisch; JO jordanisch; KZ kasachisch, kasachstanisch; KE kenianisch;
KW kuwaitisch; KG kirgisisch; LA laotisch; LV lettisch; LB libanesisch; LS lesothisch;
LR liberianisch; LY libysch; LI liechtensteinisch; LT litauisch; LU luxemburgisch;
MG madagassisch; MW malawisch; MY malaysisch; MV maledivisch; ML malisch; MT maltesisch;
MR mauretanisch; MU mauritisch; MX mexikanisch; MD moldauisch, moldawisch; MC monegassisch;
MN mongolisch; ME montenegrinisch; MA marokkanisch; MZ mosambikanisch; MM myanmarisch, birmanisch;
NA namibisch; NP nepalesisch; NL niederländisch; NZ neuseeländisch; NI nicaraguanisch;
NG nigerianisch; NE nigrisch; KP nordkoreanisch; MK nordmazedonisch, mazedonisch; NO norwegisch;
OM omanisch; PK pakistanisch; PS palästinensisch; PA panamaisch; PG papua-neuguineisch;
PY paraguayisch; PE peruanisch; PH philippinisch; PL polnisch; PT portugiesisch; QA katarisch;
RO rumänisch; RU russisch; RW ruandisch; SA saudisch, saudi-arabisch, saudiarabisch;
SN senegalesisch; RS serbisch; SC seychellisch; SL sierra-leonisch; SG singapurisch;
SK slowakisch; SI slowenisch; SO somalisch; ZA südafrikanisch; KR südkoreanisch; SS südsudanesisch;
ES spanisch; LK sri-lankisch, srilankisch; SD sudanesisch; SR surinamisch; SE schwedisch;
CH schweizerisch, Schweizer; SY syrisch; TW taiwanisch, taiwanesisch; TJ tadschikisch;
TZ tansanisch; TH thailändisch; TL timoresisch; TG togoisch; TO tongaisch; TT trinidadisch;
TN tunesisch; TR türkisch; TM turkmenisch; UG ugandisch; UA ukrainisch; AE emiratisch;
US amerikanisch, US-amerikanisch; UY uruguayisch; UZ usbekisch; VA vatikanisch; VE venezolanisch;
VN vietnamesisch; YE jemenitisch; ZM sambisch; ZW simbabwisch; XK kosovarisch
""",
    states=(
        "TW Republik China; CN Volksrepublik China; US Amerika; IR Islamische Republik Iran; RU Russische Föderation; VA Heiliger Stuhl;"
        " VA Heiligen Stuhls; CH Eidgenossenschaft; AE Emirate; GB Großbritannien, England;"
        " MK Mazedonien; BY Weißrussland; MD Moldawien; CZ Tschechische Republik; KR Südkorea;"
        " KP Nordkorea; NL Holland; CD DR Kongo, Demokratische Republik Kongo; CG Republik Kongo;"
        " org:EU Europäische Union; org:UN Vereinte Nationen; org:NATO Nato; org:AU Afrikanische"
        " Union; org:COE Europarat; org:LAS Arabische Liga;"
        " PS Gazastreifen, Gazastreifens; US USA; CV Kap Verde, Kapverden; VA Vatikan; KG Kirgistan,"
        " Kirgisien; BN Brunei; MD Moldau; SA Saudiarabien; BW Botswana; KW Kuweit; LC St. Lucia;"
        " KN St. Kitts und Nevis; VC St. Vincent und die Grenadinen; FJ Fidschi"
    ),
    posts=(
        (
            rf"(?:{_DEPUTY} ?)(?:premier|ministerprasident|premierminister)\w*-? und aus+enminister{_IN}",
            "deputy prime minister and foreign minister",
        ),
        (
            rf"(?:{_DEPUTY} ?)(?:premier|ministerprasident|premierminister)\w*-? und {{portfolio}}-?minister{_IN}",
            "deputy prime minister and minister of *",
        ),
        (
            rf"{_DEPUTY} ?-?(?:ministerprasident|premierminister|regierungschef|premier){_IN}",
            "deputy prime minister",
        ),
        (
            rf"(?:ministerprasident|premierminister|regierungschef|premier){_IN}",
            "prime minister",
        ),
        (rf"(?:bundes)?kanzler{_IN}", "chancellor"),
        (rf"vizekanzler{_IN}", "vice chancellor"),
        (
            rf"ministerprasident{_IN} (?:der deutschsprachigen gemeinschaft|der wallonie|flanderns|walloniens"
            r"|des (?:bundes)?landes [\w-]+|des freistaat(?:e?s)? \w+|von (?:nordrhein-westfalen|bayern|sachsen"
            r"|hessen|thuringen|brandenburg|niedersachsen|flandern|rheinland-pfalz|baden-wurttemberg)"
            r"|(?:bayerns|sachsens|hessens|thuringens|brandenburgs|niedersachsens|baden-wurttembergs))",
            "minister president",
        ),
        (rf"{_DEPUTY} ?(?:staats)?prasident{_IN}", "vice president"),
        (
            rf"erste[rnms]? {_DEPUTY} ?-?(?:aus+enminister{_IN}|minister{_IN} {_FOREIGN})",
            "first deputy foreign minister",
        ),
        (
            rf"{_DEPUTY} ?-?(?:aus+enminister{_IN}|minister{_IN} {_FOREIGN})",
            "deputy foreign minister",
        ),
        (rf"{_DEPUTY} ?-?{{portfolio}}-?minister{_IN}", "deputy minister of *"),
        (
            rf"{_DEPUTY} ?-?minister{_IN} (?:fur|des|der) (?:die |den |das )?{{portfolio}}",
            "deputy minister of *",
        ),
        (rf"staatsminister{_IN} im auswartigen amt|staatsminister{_IN}", "minister of state"),
        (
            rf"(?:parlamentarische[rnms]? )?(?:aus+en)?staatssekretar(?:in|s|innen|en)?{_MINISTRY}"
            r"|staatssekretar(?:in|s)? fur {portfolio}",
            "state secretary",
        ),
        (
            rf"(?:bundes)?aus+enminister{_IN}|chef(?:in)? (?:der diplomatie|des aus+enministeriums)"
            rf"|aus+enamtschef{_IN}|(?:eda-)?vorsteher{_IN} (?:des (?:eidgenossischen )?departement(?:e?s)?"
            rf" fur auswartige angelegenheiten(?: \(?eda\)?)?|des (?:eda|aus+endepartement(?:e?s)?))|eda-vorsteher{_IN}"
            rf"|eda-chef{_IN}|aus+enressortchef{_IN}|(?:bundes)?minister{_IN} {_FOREIGN}",
            "foreign minister",
        ),
        (rf"(?:bundes)?{{portfolio}}-?(?:minister|ressortchef){_IN}", "minister of *"),
        (
            rf"(?:bundes)?minister{_IN} (?:fur|des|der) (?:die |den |das )?{{portfolio}}",
            "minister of *",
        ),
        (
            rf"(?:erste[rnms]? |zweite[rnms]? )?(?:parlaments|nationalrats|standerats|bundesrats|bundestags"
            rf"|senats|kammer|abgeordnetenhaus|sejm|landtags)prasident{_IN}"
            rf"|(?:prasident|vorsitzende[rnms]?|sprecher|marschall){_IN} (?:des|der) (?:\w+en )?"
            r"(?:parlaments?|nationalrate?s|standerate?s|bundesrate?s|nationalversammlung|bundestage?s"
            r"|senate?s|stortings?|knesset|staatsduma|sejm|seimas|saeima|riigikogu|milli majlis|madschlis"
            r"|mazhilis|obersten rates|werchowna rada|abgeordnetenkammer|abgeordnetenhauses|volksversammlung"
            r"|volkskammer|reprasentantenhauses|unterhauses|oberhauses|foderationsrate?s|rates der republik)"
            r"|parlamentssprecher(?:in|s)?|parlamentschef(?:in|s)?|parlamentsvorsitzende[rnms]?",
            "speaker of parliament",
        ),
        (
            r"(?:vorsitzende[rnms]?|vorsitzes|leiter(?:in|s)?) (?:des (?:[\w-]+ ){0,4}?[\w-]*ausschus+es(?: fur \w+ \w+)?(?: (?:der|des) (?:\w+en )?(?:nationalversammlung|\w*parlament(?:e?s)|nationalrate?s|standerate?s|bundestage?s|senate?s|knesset|sejm|seimas|riigikogu))?"
            r"|der (?:[\w-]+ ){0,4}?[\w-]*kommission)|ausschus+vorsitzende[rnms]?",
            "chair of committee",
        ),
        (
            r"vizegeneralsekretar(?:in|s)?|stellvertretende[rnms]? generalsekretar(?:in|s)?",
            "deputy secretary general",
        ),
        (
            rf"generalsekretar(?:in|s)?{_MINISTRY}(?:, botschafter(?:in)?(?= ))?",
            "secretary general",
        ),
        (
            rf"generaldirektor(?:in|s)?{_MINISTRY}(?:, botschafter(?:in)?(?= ))?",
            "director general",
        ),
        (r"generalkommissar(?:in|s)?", "commissioner general"),
        (r"hochkommissar(?:in|s)?", "high commissioner"),
        (
            r"hohe[rnms]? vertreter(?:in|s)? (?:der|des) {state} fur (?:die )?(?:gemeinsame )?aus+en- und sicherheitspolitik"
            r"|hohe[rnms]? vertreter(?:in|s)?(?: fur (?:die )?(?:gemeinsame )?aus+en- und sicherheitspolitik)?"
            r"|(?:eu-)?aus+enbeauftragte[rnms]?|(?:eu-)?chefdiplomat(?:in|en)?",
            "high representative",
        ),
        (
            r"(?:eu-|un-|us-)?(?:sonder|klima|personliche[rnms]? )(?:gesandte[rnms]?|beauftragte[rnms]?"
            r"|botschafter(?:in|s)?|vertreter(?:in|s)?|koordinator(?:in|s)?)"
            r"(?: fur (?:den |die |das )?(?:sudkaukasus|zentralasien|westbalkan|nahen osten(?!\w)|nahost(?:-friedensprozess)?"
            r"|sahel(?:zone)?|horn von afrika|westlichen balkan|golfregion|gros+en seen|ostliche partnerschaft"
            r"|menschenrechte|klima\w*|{portfolio}))?",
            "special envoy",
        ),
        (r"standige[rnms]? vertreter(?:in|s)?", "permanent representative"),
        (
            r"(?:eu-)?(?:erweiterungs|handels|energie|migrations|klima|innen|wirtschafts)?-?kommissar(?:in|s)?"
            r"(?: fur {portfolio})?",
            "commissioner",
        ),
        (r"geschaftstrager(?:in|s)?(?: a\. ?i\.)?", "charge d'affaires"),
        (
            r"(?:aus+erordentliche[rnms]? und bevollmachtigte[rnms]? )?(?:designierte[rnms]? )?botschafter(?:in|s)?",
            "ambassador",
        ),
        (r"generalkonsul(?:in|s)?", "consul general"),
        (r"(?:sicherheits)?berater(?:in|s)?", "adviser"),
        (
            r"(?:politische[rnms]? direktor|(?:abteilungs|referats|sektions|departements)(?:leiter|chef)"
            rf"|leiter)(?:in|s)? (?:der|des|fur) (?:\w+en )?(?:(?:abteilung|direktion|sektion)(?: fur \w+)?|referats)"
            rf"|politische[rnms]? direktor(?:in|s)?{_MINISTRY}|(?:abteilungs|referats|sektions)leiter(?:in|s)?{_MINISTRY}",
            "head of department",
        ),
        (r"kronprinz(?:en|essin)?", "crown prince"),
        (r"(?:konig|sultan|emir)(?:in|s)?", "head of state"),
        (rf"(?:bundes|staats)?prasident{_IN}|staatschef{_IN}|staatsoberhaupt\w*", "president"),
        (rf"(?:bundes)?minister{_IN}", "minister"),
        (r"gouverneur(?:in|s)?|landeshaupt(?:mann(?:e?s)?|frau)|landeschef(?:in|s)?", "governor"),
        (r"(?:ober)?burgermeister(?:in|s)?", "mayor"),
    ),
    portfolios=_with_hyphens(
        (r"aus+en(?!handel|wirtschaft)|aus+eres", "foreign affairs"),
        (
            r"europa(?:angelegenheiten|fragen)?|europaische[nr]? angelegenheiten|eu",
            "european affairs",
        ),
        (r"verteidigungs?|landesverteidigung", "defence"),
        (r"innen|innere[sn]?|inneres|innere angelegenheiten", "interior"),
        (r"finanz(?:en)?", "finance"),
        (r"wirtschafts?", "economy"),
        (r"(?:aus+en)?handels?|aus+enwirtschafts?", "trade"),
        (r"investitionen|investitions", "investment"),
        (r"industrie(?:politik)?", "industry"),
        (r"integration|integrations", "integration"),
        (r"energie", "energy"),
        (r"(?:erd)?ol", "oil"),
        (r"bergbau|bodenschatze", "mining"),
        (r"(?:land-? und )?(?:land|forst)wirtschafts?|agrar", "agriculture"),
        (r"ernahrungs?", "food"),
        (r"fischerei", "fisheries"),
        (r"bildungs?|unterrichts?|(?:hoch)?schul(?:wesen)?", "education"),
        (r"gesundheits?", "health"),
        (r"justiz", "justice"),
        (r"verkehrs?|transport", "transport"),
        (r"kultur", "culture"),
        (
            r"(?:klima- und )?umwelt(?:schutz)?s?|okologie|okologische|naturschutz|nukleare sicherheit|verbraucherschutz",
            "environment",
        ),
        (r"klima(?:schutz)?", "climate"),
        (r"arbeits?", "labour"),
        (r"sozial(?:e[sn]?)?|soziales", "social affairs"),
        (r"wissenschafts?|forschungs?", "science"),
        (r"technologie", "technology"),
        (r"tourismus", "tourism"),
        (r"sport", "sport"),
        (r"jugend", "youth"),
        (r"(?:internationale[rn]? )?zusammenarbeit", "international cooperation"),
        (r"wasser(?:wirtschafts?|ressourcen)?|bewasserung", "water"),
        (
            r"regionen|gemeinden|kommunen|die gemeinschaften|gemeinschaften|regionale entwicklung",
            "regional development",
        ),
        (
            r"(?:internationale|auswartige|aus+ere)\w* (?:angelegenheiten|beziehungen)",
            "foreign affairs",
        ),
        (r"sicherheits?", "security"),
        (r"(?:tele)?kommunikations?", "communications"),
        (r"informations?", "information"),
        (r"digital(?:es|isierungs?)?|digitale \w+", "digital development"),
        (
            r"entwicklungs?(?:zusammenarbeit)?|wirtschaftliche zusammenarbeit(?: und entwicklung)?",
            "development",
        ),
        (r"planungs?", "planning"),
        (r"infrastruktur", "infrastructure"),
        (r"bau(?:wesen)?", "construction"),
        (r"migrations?", "migration"),
        (r"katastrophenschutz", "emergencies"),
        (r"familien?|frauen", "women"),
    ),
    bodies=(
        (
            r"(?:bilaterale\w* )?konsularkonsultationen|konsularische\w* konsultationen",
            "consular consultations",
        ),
        (
            r"(?<!uber )(?<!zu )(?:(?:regelmas+ige|bilaterale|turnusmas+ige|jahrliche|politische|diplomatische)\w* )*"
            r"(?<!uber )(?:aus+enpolitische\w* |politische\w* )konsultationen"
            r"|(?<!uber )(?<!fur )(?<!konsularische )(?<!konsularischen )(?<!konsularischer )konsultationen"
            r"(?= (?:zwischen|der aus+enminist|auf (?:ebene|beamten)))|(?:politische\w* |bilaterale\w* )?konsultations(?:runden?|gesprache\w*|treffens?|mechanismus)"
            r"|politische\w* dialog(?:s|es)?(?= (?:zwischen|fand|statt))",
            "political consultations",
        ),
        (
            r"(?:zwischenstaatliche|intergouvernementale|regierungsubergreifende|zwischenregierungs)\w*-?"
            r"(?: ?[\w-]+,?){0,5}?-?(?:kommission|ausschus+(?:es)?)|regierungs(?:kommission|ausschus+)",
            "intergovernmental commission",
        ),
        (
            r"(?:gemeinsame|gemischte|bilaterale)[nrs]?(?: [\w-]+,?){0,5}? ?[\w-]*(?:kommission|ausschus+es|ausschus+|komitees?)"
            r"|(?<!afrika der )(?:wirtschafts|kooperations)(?:kommission|ausschus+(?:es)?)",
            "joint commission",
        ),
        (
            r"strategische[nrms]? (?:partnerschafts)?dialog\w*|hochrangige[nrms]? (?:\w+ )?dialog\w*"
            r"|sicherheitspolitische[nrms]? dialog\w*",
            "strategic dialogue",
        ),
        (r"(?:gemeinsame[nrs]? |bilaterale[nrs]? )?(?:arbeits|experten)gruppe", "working group"),
        (
            r"(?:(?:interparlamentarische|parlamentarische|bilaterale)[nrs]? )*(?:freundschafts|parlamentarier)gruppe"
            r"|(?:interparlamentarische|parlamentarische)[nrs]? gruppe"
            r"|parlamentariergruppe",
            "inter-parliamentary group",
        ),
    ),
    levels=(
        (r"staatsbesuch\w*", "state"),
        (r"offizielle[nrms]? (?:und )?arbeitsbesuch\w*", "official working"),
        (r"arbeitsbesuch\w*", "working"),
        (r"offizielle[nrms]? besuch\w*", "official"),
        (r"privatbesuch\w*|private[nrms]? besuch\w*", "private"),
    ),
    instruments=(
        (
            r"memorand(?:um|en|a)s? of understanding|(?:gemeinsame\w* )?absichtserklarung(?:en)?"
            r"|memorand(?:um|en|a)s?|(?:verstandigungs|kooperations)memorandum|mous?",
            "memorandum of understanding",
        ),
        (r"notenwechsel\w*", "exchange of notes"),
        (r"gemeinsame[nrs]? erklarung(?:en)?", "joint declaration"),
        (
            r"(?:aktions|konsultations|arbeits)(?:plan|plane|plans|programm)\w*|fahrplan\w*|kooperationsprogramm\w*",
            "action plan",
        ),
        (
            r"(?:zusatz|durchfuhrungs|anderungs|sitzungs|schluss|abschluss)?protokoll(?:e|s|en)?",
            "protocol",
        ),
        (r"\w*vertrag(?:e?s|e)?", "treaty"),
        (
            r"\w*abkommens?|\w*ubereinkommens?|\w*(?<!ziel)vereinbarung(?:en)?|\w*ubereinkunft",
            "agreement",
        ),
    ),
    topics=(
        (
            r"(?:aus+en|frei|agrar)?handel(?:s(?!kammer|vertreter|schiff|akademie)\w*)?|ausfuhren|einfuhren"
            r"|(?:ex|im)port(?:e|en|s)?|zolle(?:n)?",
            "trade",
        ),
        (r"\w*investition\w*|investor(?:en)?\w*", "investment"),
        (
            r"erneuerbare\w* energie\w*|solar\w*|(?:wind|wasser)(?:energie|kraft)\w*|(?:grune\w* )?wasserstoff\w*"
            r"|energiewende",
            "renewable energy",
        ),
        (r"kernenergie|atomenergie|nuklearenergie", "nuclear energy"),
        (
            r"(?:atom|nuklear)(?:programm|abkommen|verhandlung|gesprach|streit|deal|akte)\w*",
            "nuclear programme",
        ),
        (r"erdgas\w*|gas(?:lieferung|leitung|pipeline)\w*|flussiggas\w*", "natural gas"),
        (r"(?:erd)?ol(?:lieferung\w*|sektor\w*)?", "oil"),
        (r"strom(?:netz|kabel|versorgung)\w*|elektrizitat\w*", "electricity"),
        (r"energie\w*", "energy"),
        (r"(?:eisen)?bahn\w*", "railways"),
        (r"luftverkehr\w*|luftfahrt\w*|direktfl\w+|flugverbindung\w*", "aviation"),
        (r"transit\w*", "transit"),
        (
            r"verkehr(?!te)\w*|transport\w*|logistik\w*|(?:\w+e[nr]? )?(?:\w+-?)?korridors?|schifffahrt\w*",
            "transport",
        ),
        (r"(?:see)?hafen(?:s|anlagen|infrastruktur)?", "ports"),
        (r"konnektivitat\w*", "connectivity"),
        (r"infrastruktur\w*", "infrastructure"),
        (r"ernahrungssicherheit\w*|getreide\w*", "food security"),
        (r"landwirtschaft\w*|agrar\w*", "agriculture"),
        (r"fischerei\w*", "fisheries"),
        (r"wasser(?!stoff|kraft|werfer)\w*|bewasserung\w*", "water"),
        (r"umwelt\w*|biodiversitat\w*|artenvielfalt|naturschutz\w*", "environment"),
        (r"cop ?-?[0-9]{2}\w*|(?:welt)?klimakonferenz\w*", "COP"),
        (
            r"(?<!gute )(?<!guten )(?<!freundschaftliche )(?<!offenen )klima(?!konferenz|anlage)\w*|dekarbonisierung\w*",
            "climate",
        ),
        (r"gesundheit\w*|medizin\w*|impfstoff\w*|pharma\w*", "health"),
        (
            r"(?:aus|berufs|hochschul)?bildung(?!sminister)\w*|stipendien\w*|hochschul\w*|studierende\w*"
            r"|(?:studenten|schuler|akademische\w* )austausch\w*|universitatskooperation\w*",
            "education",
        ),
        (r"kunstliche\w* intelligenz", "artificial intelligence"),
        (r"wissenschaft(?:lich\w*|s\w*)?|forschung\w*", "science"),
        (r"(?:\w+)?technologie\w*|innovation\w*", "technology"),
        (r"kulturerbe\w*", "cultural heritage"),
        (r"kultur(?!erbe)\w*|kulturell\w*", "culture"),
        (r"tourismus\w*|tourist\w*", "tourism"),
        (r"sport(?!stadion|halle)\w*", "sport"),
        (r"jugend\w*", "youth"),
        (
            r"stadtepartnerschaft\w*|partnerstadt\w*|regionale zusammenarbeit der \w+|gemeindepartnerschaft\w*"
            r"|zusammenarbeit der regionen",
            "local cooperation",
        ),
        (r"gleichstellung\w*|frauenrechte\w*", "women"),
        (r"(?:arbeits)?migration\w*|ruckubernahme\w*|ruckfuhrung\w*|abschiebung\w*", "migration"),
        (
            r"vis(?:a|um)(?:s|frei\w*|liberalisierung\w*|erleichterung\w*|pflicht|regime|fragen|vergabe)?",
            "visas",
        ),
        (r"konsularisch\w*|konsular\w*", "consular affairs"),
        (
            r"grenz(?:en?|fragen|verlauf\w*|sicherung|schutz|streit\w*|uberschreitend\w*|ubergang\w*|kontroll\w*|ziehung)",
            "border",
        ),
        (r"cyber\w*", "cyber security"),
        (r"terror\w*", "counter-terrorism"),
        (
            r"organisierte\w* (?:kriminalitat|verbrechen\w*)|(?:menschen|drogen)handel\w*|schleuser\w*|drogenbekampfung",
            "organised crime",
        ),
        (
            r"verteidigung\w*|militar(?:isch\w*(?! ehren)|hilfe|kooperation|zusammenarbeit)|rustung(?!skontroll)\w*"
            r"|waffenlieferung\w*",
            "defence",
        ),
        (r"regionale\w* sicherheit\w*", "regional security"),
        (
            r"(?<!soziale )(?<!sozialen )(?<!sozialer )sicherheit(?!skonferenz|srat|sberat|sdienst|skraft|sminister)\w*",
            "security",
        ),
        (r"weltraum\w*|raumfahrt\w*", "space"),
        (r"digital\w*", "digital cooperation"),
        (r"telekommunikation\w*", "telecommunications"),
        (r"finanz\w*|bankwesen\w*", "finance"),
        (r"zoll(?!e)\w*", "customs"),
        (r"(?:doppel)?besteuerung\w*|steuer(?:n|fragen|abkommen|politik|recht)?", "taxation"),
        (r"menschenrecht\w*", "human rights"),
        (r"humanitare\w* (?:hilfe|lage)\w*", "humanitarian aid"),
        (r"humanitar\w*", "humanitarian relations"),
        (r"fluchtling\w*|vertriebene\w*", "refugees"),
        (r"wiederaufbau\w*|wiederherstellung\w*|rekonstruktion\w*", "reconstruction"),
        (r"minenraumung\w*|entminung\w*", "mine action"),
        (
            r"friedens(?:prozess|gesprach|verhandlung|abkommen|vertrag|bemuhung|plan|losung|agenda)\w*|normalisierung\w*"
            r"|waffenstillstand\w*|waffenruhe\w*|feuerpause\w*",
            "peace process",
        ),
        (r"nach dem konflikt", "post-conflict situation"),
        (
            r"regionale\w*(?:,| und) (?:internationale|globale)\w*|regionale\w* (?:fragen|themen|lage|entwicklungen)",
            "regional questions",
        ),
        (
            r"(?:und )?(?:internationale|globale)\w* (?:fragen|themen|herausforderungen|angelegenheiten|lage)",
            "international questions",
        ),
        (r"multilateral\w*", "multilateral cooperation"),
        (r"internationale\w* organisation\w*", "international organisations"),
        (
            r"interparlamentarisch\w*|parlamentarische\w* beziehungen",
            "inter-parliamentary relations",
        ),
        (r"politische\w*(?:,| beziehungen| dialog\w*| zusammenarbeit)", "political relations"),
        (
            r"wirtschaft(?:lich\w*)?|wirtschafts(?!kommission|delegation|vertreter|minister|kammer|forum|universitat"
            r"|ausschuss|wissenschaft|prufer)\w*",
            "economic relations",
        ),
        (
            r"bilaterale\w*(?: beziehungen| zusammenarbeit| agenda| fragen)?|zwischenstaatliche\w* beziehungen"
            r"|beziehungen zwischen den beiden",
            "bilateral relations",
        ),
        (r"aus+enpolitik\w*", "foreign policy"),
        (r"sanktion\w*", "sanctions"),
        (r"entwicklungs(?:zusammenarbeit|hilfe)\w*", "development cooperation"),
        (r"diaspora\w*|auslands(?:burger|gemeinde)\w*", "diaspora"),
        (r"medienzusammenarbeit\w*|rundfunk\w*", "media"),
        (r"rechtshilfe\w*|justiz\w*|auslieferung\w*", "justice"),
        (r"rechtsgrundlage\w*|vertragsrechtlich\w*|rechtsrahmen\w*", "legal framework"),
        (r"arbeits(?:krafte|markt|migration)\w*|fachkrafte\w*|arbeitnehmer\w*", "labour"),
        (r"katastrophen\w*|erdbeben\w*", "disaster management"),
        (r"rustungskontrolle|abrustung\w*", "arms control"),
        (
            r"wahlen|(?:parlaments|prasidenten|prasidentschafts|kommunal|neu)wahl(?:en)?",
            "elections",
        ),
        (r"bergbau\w*|kritische\w* rohstoff\w*|rohstoff\w*", "mining"),
        (r"industri\w*", "industry"),
        (r"(?:eu-)?erweiterung\w*|beitritt\w*", "enlargement"),
        (r"gefangene\w*|haftling\w*|geisel\w*", "prisoners"),
        (r"vermisste\w*", "missing persons"),
        (r"minderheit\w*", "minorities"),
        (r"hafen|seehafen", "ports"),
    ),
    ordinals=r"(?P<number>[0-9]{1,2}(?=\.)|[ivx]{1,6}(?=\.)|{words})\.?",
    ordinal_words={
        f"{stem}{ending}": number
        for number, stem in enumerate(
            [
                "erst",
                "zweit",
                "dritt",
                "viert",
                "funft",
                "sechst",
                "siebt",
                "acht",
                "neunt",
                "zehnt",
                "elft",
                "zwolft",
                "dreizehnt",
                "vierzehnt",
                "funfzehnt",
                "sechzehnt",
                "siebzehnt",
                "achtzehnt",
                "neunzehnt",
                "zwanzigst",
            ],
            1,
        )
        for ending in ("e", "en", "er", "es", "em")
    },
    dates=(
        r"(?:anfang|mitte|ende) {month}(?: [0-9]{4})?",
        r"(?:ersten|zweiten|dritten|vierten) (?:quartal|halbjahr) [0-9]{4}",
        r"(?:anfang|mitte|ende) (?:des jahres|[0-9]{4})",
        r"(?:fruhjahr|fruhling|sommer|herbst|winter) [0-9]{4}",
        r"(?<=im ){month}",
    ),
    near_days={
        "heute": 0,
        "heutigen": 0,
        "gestern": -1,
        "gestrigen": -1,
        "vorgestern": -2,
        "morgen": 1,
        "morgigen": 1,
        "ubermorgen": 2,
    },
    weekdays={
        f"{word}{ending}": day
        for day, word in enumerate(
            ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"]
        )
        for ending in (
            "",
            "s",
            "abend",
            "nachmittag",
            "vormittag",
            "morgen",
            "mittag",
            "nacht",
            "fruh",
        )
    }
    | {"sonnabend": 5},
    not_names=(
        "der die das den dem des ein eine einer eines im am um auf bei nach vor mit von zum zur in an"
        " aus er sie es sein seine ihre beide beiden am als auch wie ministerium aussenministerium"
        " auswartige amt regierung parlament republik bund bundes kommission ausschuss konferenz"
        " gipfel treffen gesprach gesprache besuch sitzung runde delegation seite land lander union"
        " vereinte nationen organisation botschaft abkommen memorandum universitat institut zentrum"
        " bank unternehmen rat haus wien montag dienstag mittwoch donnerstag freitag samstag sonntag"
        " januar februar marz april mai juni juli august september oktober november dezember"
        " herr herrn frau minister ministerin prasident botschafter seiten rahmen ende anfang"
        " stunde tag woche jahr thema themen zusammenarbeit beziehungen frieden krieg energie handel"
        " wirtschaft sicherheit europa asien afrika amerika naher nahen osten apa dpa afp sda reuters"
        " keystone-sda tass upi ap bundesrat bundesregierung bundestag bundesamt bundesministerium"
        " bundeskanzleramt auswartigen kanzleramt departement abteilung direktion generaldirektion"
        " sektion amtskollege amtskollegin amtskollegen kollege kollegin kollegen forum messe gipfels"
        " hauptstadt stadt flughafen palast schloss hotel stiftung verein verband kammer handelskammer"
        " europaische internationale gemeinsame gemischte generalversammlung sicherheitsrat"
        " sicherheitskonferenz vorsitz leitung vertreter vertreterin sprecher sprecherin delegierter"
        " delegierte gast gastgeber gastgeberin grund anlass mittelpunkt themen ziel auch zudem dabei"
        " danach anschliessend weiters ferner zuvor spater dort hier diese dieser dieses dies seit laut"
        " nach gegen neben unter wahrend ebenfalls weitere mehrere cdu csu spd fdp ovp spo fpo svp sp"
    ),
    acts=Acts(
        visit=(
            r"besuch(?:te|ten|t|e|s|es|en)?|(?:staats|arbeits|truppen|gegen|kurz|blitz|solidaritats|uberraschungs)besuch(?:e?s|en?)?"
            r"|reis(?:t|te|ten|en)|(?:dienst|auslands|antritts|besuchs|afrika|asien|nahost|balkan|wirtschafts)?reise"
            r"|(?:an|ab|ein|weiter)?gereist|weilt(?:e)?|eingetroffen"
            r"|(?:traf|trafen) (?:(?:am|heute|gestern|zu|in) (?:[\w.]+ ){1,6}?)?ein"
        ),
        meet=(
            r"tr(?:af|afen|ifft)(?! (?:ein|zu)(?!\w))|(?<!masnahmen zu )(?<!vereinbarung zu )treffen|getroffen"
            r"|zusammen(?:getroffen|treffen|zutreffen|trifft|traf|trafen|gekommen|kommen|zukommen|kam|kamen|kunft)"
            r"|begegn(?:et|ete|eten|ung|ungen)|(?:kam|kamen|kommt|kommen) [^.]{3,80}? zusammen"
            r"|(?:sprach|sprachen|spricht) (?:[^.]{0,60}? )?(?:mit|uber)|gesprochen|gesprache? (?:fuhren|gefuhrt)"
            r"|(?:arbeits|fach|einzel|delegations|minister|vier-augen-|spitzen)?gesprach(?:e|en|es|s)?|unterredung(?:en)?"
            r"|(?:regierungs)?beratungen|berieten|beriet sich|roundtable|runde[nr]? tisch"
            r"|(?:arbeits|mittag|abend)(?:essen|fruhstuck)|(?:antritts|abschieds|hoflichkeits)besuch(?:e?s)?"
            r"|verhandlungen mit|(?:gedanken|meinungs)?austausch mit|(?:tauschte|tauschten) sich [^.]{0,60}?(?:mit|aus)"
        ),
        receive=(
            r"empf(?:ing|ingen|angt|angen)|begrus+t(?:e|en)?(?= (?:[\w.-]+ ){0,6}?(?:[\w-]*minister|[\w-]*prasident|[\w-]*kanzler"
            r"|botschafter|delegation|amtskolleg\w*|[\w-]*sekretar|kollegen|kollegin|konig)(?:in|en)?(?!\w))"
            r"|beglaubigungsschreiben"
        ),
        call=(
            r"telefonat(?:e|en|s|es)?|telefon(?:ierte|ierten|ieren|iert|isch|ische[nrs]?)|telefongesprach(?:e|en|s|es)?"
            r"|fernmundlich|am telefon|per telefon"
        ),
        video=(
            r"video(?:konferenz|schalte|schaltung|gesprach|anruf|telefonat|link|format)\w*|virtuell\w*|per video\w*"
            r"|online-(?:treffen|gesprach|sitzung)\w*"
        ),
        gathering=r"roundtable|runde[nrm]? tisch(?:e?s)?|panel(?:diskussion)?|podiumsdiskussion\w*",
        consult=(
            r"sitzung|(?:\w+)?runde|tagung|tagte(?:n)?|tagt|treffen|stattgefunden|stattfinden|statt(?:fand|fanden)?|findet"
            r"|fand(?:en)?|abgehalten|abhalten|abzuhalten|session|zusammengetreten|zusammentreten|trat(?:en)? [^.]{0,60}?zusammen"
        ),
        sign=r"unterzeichn\w+|unterschrieb(?:en)?|unterschrift\w*|paraphiert\w*|signiert\w*",
    ),
    marks=Marks(
        planned=(
            r"(?:wird|werden|werde)(?= [^.]{0,160}?(?:sprechen|treffen|kommen|reisen|besuchen|fuhren|empfangen|begrus+en|halten"
            r"|stattfinden|tagen|teilnehmen|unterzeichnen|unterzeichnet|unterschreiben|erwartet|besucht|absolvieren|abstatten"
            r"|telefonieren|abgehalten|ausgerichtet|zusammentreten|austauschen|beraten|leiten|eroffnen|begleiten|fliegen"
            r"|aufbrechen|weilen|erortern|sein)(?!\w))|soll(?:en|te|ten)?|geplante?[nrs]?|vorgesehen\w*"
            r"|bevorstehende[nrs]? (?:\w+ )?(?:\w*besuch|reise|treffen)\w*|will|wolle(?:n)?|wollte(?:n)?"
            r"|(?:wird|werden|ist|sind|sein \w+ wird) [^.]{0,60}?erwartet"
            r"|(?:reist|reisen|besucht|trifft|empfangt|kommt) (?:[\w-]+ ){0,4}?(?:kommende|morgen|nachste|ubermorgen)\w*"
            r"|(?:kommende|nachste)[nrs]? (?:woche|monat)|lud(?:en)? [^.]{0,80}? ein|einladung (?:zu einem|nach|zum)"
        ),
        postponed=r"verschoben|verschieb(?:t|en|ung)|(?:zeitlich |auf \w+ )verlegt|vertagt\w*|aufgeschoben",
        cancelled=(
            r"abgesagt\w*|(?:die |eine |der )?absage (?:der|des|seiner|ihrer|von)|sag(?:t|te|ten) [^.]{0,80}? ab|gestrichen|storniert"
            r"|platzt(?:e)?|geplatzt\w*|abgeblasen"
        ),
        denied=(
            r"dementi(?:s|er\w*)?|bestritt(?:en)?|bestreitet"
            r"|(?:wies|wiesen|weist) (?:[^.]{0,40} )?(?:berichte|meldungen|geruchte|spekulationen|behauptungen|angaben|darstellung)\w*[^.]{0,100} zuruck"
            r"|(?:berichte|meldungen|geruchte|spekulationen|behauptungen)[^.]{0,120} zuruckgewiesen"
            r"|nicht (?:statt\w+|geplant|getroffen|vorgesehen|zusammengetroffen|gereist|gegeben)|fand(?:en)? (?:\w+ )?nicht statt"
            r"|kein(?:e|en|erlei)? (?:solche[ns]? |geheime[ns]? |geplante[ns]? )?(?:\w*treffen|gesprach\w*|besuch\w*|reise|telefonat\w*)"
            r"|falschmeldung\w*|unzutreffend|(?:sind|seien|ist|sei) (?:schlicht )?falsch|frei erfunden|entbehr(?:en|t|e) jeder"
        ),
        past=(
            r"im (?:vergangenen|vorigen|letzten) (?:jahr|monat|herbst|sommer|winter|fruhjahr)|vergangene[nrs]? (?:jahr|monat)"
            r"|(?:letzte|vorige)[nrs]? (?:jahr|monat|besuch|treffen|sitzung|mal|tagung|runde)|zuletzt"
            r"|fruhere[nrs]? (?:\w*besuch|treffen|gesprach|sitzung)\w*|ehemalige[nrs]?|bereits (?:im|vor|in|19|20|zum)"
            r"|vor \w+ (?:jahren|monaten|wochen)|erinnerte an|(?:im jahr(?:e)? )?(?:19[0-9]{2}|20[01][0-9]|202[0-4])"
            r"|hatte(?:n)? [^.]{3,120}?(?:besucht|getroffen|gereist|empfangen|gesprochen|unterzeichnet|telefoniert|stattgefunden|gefuhrt)"
            r"|damalige[nrs]?|gegrundet"
        ),
        greetings=(
            r"(?:uberbrachte|ubermittelte|richtete)[\w ,]*?(?:gruse|grus+e|botschaft|schreiben|gluckwunsche"
            r"|beileid)[\w ,]*?(?:von|des|der)|(?:gruse|grus+e|gluckwunsche) (?:von|des|der)|im namen (?:von|des|der)"
            r"|(?:brief|schreiben) (?:von|des|der)"
        ),
        guest_of=r"auf einladung (?:von|des|der|seines|ihres)?|eingeladen von",
        following=(
            r"(?:nachste|kommende|folgende|darauffolgende)[nrms]?(?= (?:(?!woche|monat|jahr)[\w-]+ ){0,4}?(?:[\w-]*sitzung|[\w-]*runde"
            r"|[\w-]*tagung|[\w-]*treffen|[\w-]*konsultationen|[\w-]*kommission|[\w-]*dialog)(?!\w))"
        ),
        agreed=(
            r"vereinbart\w*|einigten sich|kamen uberein|verstandigten sich|beschlos+en|beschlos+|verpflicht\w+"
            r"|soll(?:en)? [^.]{0,120}(?:unterzeichnet|stattfinden|abgehalten)"
        ),
        invited=r"lud(?:en)? [^.]{0,80} (?:ein|zu einem)|einladung (?:zu einem|nach|zum)|eingeladen",
        recently=r"kurzlich|vor kurzem|jungst|in diesen tagen|dieser tage|unlangst|neulich",
        said=(
            r"(?:sagte|erklarte)(?:n)?(?! (?:[\w.]+ ){0,5}?(?:nach|bei|vor) (?:einem|dem|seinem|ihrem|der) (?:\w+ )?(?:treffen|gesprach"
            r"|unterredung|telefonat|begegnung))|betonte(?:n)?|unterstrich(?:en)?|hob(?:en)? [^.]{0,40}hervor|bekraftigte(?:n)?"
            r"|teilte [^.]{0,60}?mit(?! \w)|erinnerte(?:n)?|dankte(?:n)?|lobte(?:n)?|verwies(?:en)?|wurdigte(?:n)?"
            r"|aus+erte(?:n)? sich|auserte(?:n)? sich|kommentierte(?:n)?|so (?:der|die) \w+|hies+ es"
        ),
        margins=r"am rande (?:der|des|von|eines|einer)|im rahmen (?:der|des) [\w-]*(?:konferenz|gipfels|generalversammlung|forums)",
    ),
    links=Links(
        of=(
            r"(?:von|des|der|aus|vom)?(?: (?:der |des )?(?:\w+e[nr]? )?(?:republik|konigreichs?|staates?|bundesrepublik"
            r"|staatsregierung))?"
        ),
        articles=r"der|die|das|den|dem|des|ein|eine|einen|einem|sein|seine|seinen|seinem|seiner|ihr|ihre|ihren|ihrem|ihrer",
        and_=r"und|sowie",
        place=r"in|nach|im|bei|aus",
        honorifics=(
            r"(?:herr(?:n)?|frau|dr\.?|prof\.?|s\. ?e\.?|i\. ?e\.?|(?:seine|seiner|ihre|ihrer) exzellenz|mag\.?(?:a\.?)?"
            r"|ddr\.?|di|dipl\.?-ing\.?|ing\.?|hon\.?|botschafter(?:in|s)?|bundesrat(?:in)?|scheich|scheicha|prinz(?:essin)?"
            r"|general(?:major|leutnant)?|oberst|admiral|senator(?:in)?|h\. ?e\.?|kardinal|erzbischof|monsignore"
            r"|furst|freiherr|abgeordnete[rn]?|regierungsrat(?:in)?|staatsrat(?:in)?)(?!\w)"
        ),
        counterpart=r"(?:amts|ressort|minister)?kolleg(?:en|in|innen|e)|pendant|gegenpart",
        head=(
            r"unter (?:der |dem )?(?:gemeinsame[rnm]? |ko-?|co-?)?(?:leitung|vorsitz|fuhrung) (?:von|des|der)"
            r"|(?:gemeinsam )?(?:geleitet|angefuhrt|gefuhrt)(?: \w+)? von|wurde[n]? (?:gemeinsam )?(?:von|vom)"
            r"|(?:den |ko-?|co-?)?(?:gemeinsamen |ko-?|co-?)?vorsitz (?:der (?:sitzung|tagung|konsultationen) )?(?:fuhrten|hatten|ubernahmen|fuhrte|hatte)"
            r"|delegation(?:en)? (?:leiteten|leitete|fuhrten|fuhrte)|vertreten durch"
        ),
        heads_after=r"(?:leitete|fuhrte|leiteten|fuhrten|vertrat) (?:die|den|gemeinsam)",
        side=r"seiten?|delegation|seitens|auf seiten",
        particles=r"van|von|de|der|den|del|della|di|da|dos|das|la|le|bin|ibn|bint|al|el|ul|zu|zum|auf|y|e|abu|ben|ter|af",
    ),
)
