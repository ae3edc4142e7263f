"""The lexicon of French."""

from dragoman.exchange.intake.lexicon.lexicon import Acts, Lexicon, Links, Marks

_OF = r"(?:de la |de l'|du |des |de |d')"
_IN_CHARGE = rf"(?:charge(?:e|s|es)? {_OF}|en charge {_OF})"
_PREP = rf"(?:{_OF}|a la |a l'|aux? |{_IN_CHARGE}|(?:pour|sur) (?:la |le |les |l'))"
_ELDER = (
    r"(?:(?:vice-premi(?:er|ere)s? ministres?|ministres? d'etat|conseill(?:er|ere)s? d'etat"
    r"|vice-president(?:e|s|es)?)(?:,| et) )?"
)
_NO_ADJECTIVE = r"(?!(?:charge\w*|en|aupres|d[eu]s?|d|au?x?|pour|sur|adjoint\w*|delegue\w*)(?!\w))"
_ADJECTIVE = rf"(?: {_NO_ADJECTIVE}{{state}})?"
_ADJECTIVES = rf"(?: {_NO_ADJECTIVE}{{state}}(?:(?:,| et) [\w-]+){{0,4}})?"
_QUALITY = (
    r"(?: (?:internationa(?:le?s?|ux)|regiona(?:le?s?|ux)|nationa(?:le?s?|ux)|africaine?s?|arabes?"
    r"|sous-regionale?s?|europeen(?:ne)?s?|economiques?|politiques?|exterieure?s?|etrangere?s?"
    r"|multilatera(?:le?s?|ux)|bilatera(?:le?s?|ux)|sociale?s?|publi(?:c|que)s?|humaine?s?"
    r"|consulaires?|juridiques?|territoria(?:le?s?|ux)|superieure?s?|scientifiques?|numeriques?))?"
)
_FIELD = (
    rf"(?:(?:affaires|relations) \w+|[\w-]+{_QUALITY})"
    rf"(?:(?:,| et) {_PREP}(?!(?:la |le )?(?:ministre|premi|president|secretaire|ambassad|vice|chef"
    rf"|roi"
    rf"|gouvern|direct|haut))(?:(?:affaires|relations) \w+|[\w-]+{_QUALITY}))*"
)
_MINISTER = rf"(?:de la|du) (?:premi(?:er|ere) )?ministre(?: {_OF}{_FIELD})?"
_ASSEMBLY = (
    r"(?:assemblee (?:nationale(?: populaire)?|du peuple|des representants du peuple|legislative"
    r"|populaire nationale|federale|consultative|de la republique|constituante)|parlement(?!"
    r" europeen)|senat|chambre (?:des (?:representants|deputes|conseillers|communes|peuples)|haute"
    r"|basse)|conseil (?:de la nation|national(?! (?:de (?:securite|transition)))|national de"
    r" transition|de la federation|des etats|de la choura|legislatif|des representants)|douma(?:"
    r" d'etat)?|milli m[ae]d?jlis|mejlis|majlis|medjlis|knesset|bundestag|bundesrat|(?:verkhovna"
    r" )?rada|riksdag|storting|sejm|seimas|saeima|eduskunta|skupstina|diete)"
)
_FIELDS = r"(?:(?:,| et|, et)? \w+(?:ale|elle|ique|aire|iere)s?)*"
_TAIL = (
    r"(?: (?:[\w-]+-[\w-]+|\w+(?:enne|aise|oise|aine|ale|ique)))?"
    rf"(?: (?:de|pour|sur)(?: la| le| les)? (?:cooperation|partenariat){_FIELDS})?"
)
_ABROAD = (
    r"(?:[\w-]+(?:ens|ais|ains|abe|es)|ressortissants?[\w -]*?|communautes?[\w -]*?) (?:(?:residant"
    r"|resident|etablis|vivant) )?(?:a l'etranger|de l'(?:exterieur|etranger))|diaspora|emigres"
    r"|expatries|emigration"
)
_SESSION = r"(?:session|reunion|cycle|round|edition|tour|rencontre|serie|commission|dialogue)s?"


def _portfolio(words: str, english: str) -> tuple[str, str]:
    """Return the pattern of a portfolio; in a list, each portfolio repeats its preposition."""
    return rf"(?:d(?:e|u|es) |d'|a |aux? )?(?:l'|la |les? )?(?:{words})", english


LEXICON = Lexicon(
    language="fr",
    endings=("ennes", "enne", "ens", "en", "es", "e", "s"),
    # the folded copy of a text keeps apostrophes, and names lose theirs: "Quai d Orsay"
    states=(
        "TW République de Chine; CN République populaire de Chine; AE Émirats; RU Fédération russe, Kremlin; GB Angleterre; PS Autorité palestinienne,"
        " Autorité nationale palestinienne; MA Royaume du Maroc, Royaume chérifien; KG"
        " Kirghizistan; KM Union des Comores; CF Centrafrique, RCA; CN RPC; JO Royaume hachémite,"
        " Royaume hachémite de Jordanie; CD Congo démocratique; AZ République d Azerbaïdjan; FR"
        " République française, Élysée, Quai d Orsay, Matignon; US Maison-Blanche, Pentagone; BR"
        " Itamaraty, République fédérative du Brésil; DZ République algérienne; TN République"
        " tunisienne; GR République hellénique; AL République albanaise; CV Cabo Verde; MR"
        " République islamique de Mauritanie; SY République arabe syrienne; EG République arabe d"
        " Égypte; MK République de Macédoine du Nord; TZ République-Unie de Tanzanie; VN Vietnam;"
        " LA RDP Lao; CH Confédération helvétique; org:AU Union africaine, UA; org:LAS Ligue arabe,"
        " Ligue des États arabes; org:OIC OCI, Organisation de la coopération islamique,"
        " Organisation de coopération islamique; org:OIF Francophonie; org:CIS CEI, Communauté des"
        " États indépendants; org:WB Banque mondiale; org:GCC CCG, Conseil de coopération du Golfe;"
        " org:WTO OMC, Organisation mondiale du commerce; org:WHO Organisation mondiale de la"
        " santé; org:ILO OIT, Organisation internationale du travail; org:WFP PAM, Programme"
        " alimentaire mondial; org:IMF Fonds monétaire international; org:ICC CPI, Cour"
        " pénale internationale; org:EBRD BERD, Banque européenne pour la reconstruction et"
        " le développement; org:EIB BEI, Banque européenne d investissement; org:WIPO OMPI;"
        " org:UNIDO ONUDI; org:OPCW OIAC, Organisation pour l interdiction des armes"
        " chimiques; org:OECD Organisation de coopération et de développement économiques;"
        " org:ECOWAS Communauté économique des États de l Afrique de l Ouest; org:ICRC Comité"
        " international de la Croix-Rouge; org:FAO Organisation des Nations unies pour l"
        " alimentation et l agriculture; org:ISDB Banque islamique de développement; org:UFM"
        " Union pour la Méditerranée; org:UNODC ONUDC; org:UNHCR Haut-Commissariat des"
        " Nations unies pour les réfugiés; org:UNHCR HCR; org:SCO OCS, Organisation de"
        " coopération de Shanghai; org:OTS"
        " OET, Organisation des États turciques; org:UN Organisation des Nations unies; org:OSCE"
        " Organisation pour la sécurité et la coopération en Europe; org:NATO Alliance atlantique;"
        " org:IAEA Agence internationale de l énergie atomique; org:NAM Mouvement des non-alignés;"
        " org:UNDP PNUD; org:IOM OIM; org:AFDB BAD, Banque africaine de développement; MM Myanmar;"
        " MD Moldova; BY Bélarus; TR Türkiye; TL Timor-Leste"
    ),
    demonyms="""
AD andorran; AE émirati, émirien; AF afghan; AG antiguais, antiguayen; AL albanais; AM arménien; AO
angolais; AR argentin; AT autrichien; AU australien; AZ azerbaïdjanais, azéri; BA bosnien,
bosniaque, bosno-herzégovinien; BB barbadien; BD bangladais, bangladeshi; BE belge; BF burkinabè,
burkinais; BG bulgare; BH bahreïni, bahreïnien; BI burundais; BJ béninois; BN brunéien; BO bolivien;
BR brésilien; BS bahaméen, bahamien; BT bhoutanais; BW botswanais, botswanéen; BY biélorusse,
bélarusse, bélarussien; BZ bélizien; CA canadien; CF centrafricain; CH suisse, helvétique; CI
ivoirien; CL chilien; CM camerounais; CN chinois; CO colombien; CR costaricain, costaricien; CU
cubain; CV cap-verdien, capverdien; CY chypriote, cypriote; CZ tchèque; DE allemand; DJ djiboutien;
DK danois; DM dominiquais; DO dominicain; DZ algérien; EC équatorien; EE estonien; EG égyptien; EH
sahraoui; ER érythréen; ES espagnol; ET éthiopien; FI finlandais; FJ fidjien; FM micronésien; FR
français; GA gabonais; GB britannique; GD grenadien; GE géorgien; GH ghanéen; GM gambien; GN
guinéen; GQ équato-guinéen, équatoguinéen; GR grec, grecque, hellénique; GT guatémaltèque; GW
bissau-guinéen, bissaoguinéen; GY guyanien; HN hondurien; HR croate; HT haïtien; HU hongrois; ID
indonésien; IE irlandais; IL israélien; IN indien; IQ irakien, iraquien; IR iranien; IS islandais;
IT italien; JM jamaïcain, jamaïquain; JO jordanien; JP japonais, nippon, nipponne; KE kényan,
kényen; KG kirghize; KH cambodgien; KI kiribatien; KM comorien; KN kittitien; KP nord-coréen; KR
sud-coréen; KW koweïtien; KZ kazakh, kazakhstanais; LA laotien; LB libanais; LC saint-lucien; LI
liechtensteinois; LK sri-lankais, srilankais; LR libérien; LS lésothien, lésothan; LT lituanien; LU
luxembourgeois; LV letton, lettonne; LY libyen; MA marocain; MC monégasque; MD moldave; ME
monténégrin; MG malgache; MH marshallais; MK macédonien, nord-macédonien; ML malien; MM birman,
myanmarais; MN mongol; MR mauritanien, mauritano; MT maltais; MU mauricien; MV maldivien; MW
malawien, malawite; MX mexicain; MY malaisien; MZ mozambicain; NA namibien; NE nigérien; NG
nigérian; NI
nicaraguayen; NL néerlandais, hollandais; NO norvégien; NP népalais; NR nauruan; NZ néo-zélandais;
OM omanais; PA panaméen, panamien; PE péruvien; PG papouan-néo-guinéen, papouasien; PH philippin; PK
pakistanais; PL polonais; PS palestinien; PT portugais; PW palaosien, palauan; PY paraguayen; QA
qatari, qatarien; RO roumain; RS serbe; RU russe; RW rwandais; SA saoudien, saoudite; SB salomonais;
SC seychellois; SD soudanais; SE suédois; SG singapourien; SI slovène; SK slovaque; SL
sierra-léonais, sierraléonais; SM saint-marinais; SN sénégalais; SO somalien, somali; SR surinamais,
surinamien; SS sud-soudanais; ST santoméen; SV salvadorien; SY syrien; SZ swazi, swazilandais; TD
tchadien; TG togolais; TH thaïlandais; TJ tadjik; TL est-timorais, timorais; TM turkmène; TN
tunisien; TO tongien; TR turc, turque; TT trinidadien; TV tuvaluan, tuvalais; TW taïwanais; TZ
tanzanien; UA ukrainien; UG ougandais; US américain, états-unien, étatsunien; UY uruguayen; UZ
ouzbek; VA vatican; VC saint-vincentais; VE vénézuélien; VN vietnamien; VU vanuatais, vanuatuan; WS
samoan; XK kosovar; YE yéménite; ZA sud-africain; ZM zambien; ZW zimbabwéen; FR franco; DE germano;
CN sino; US américano, étasuno; RU russo; IQ irako, iraqo; IR irano; IL israélo; TR turco; DZ
algéro; MA maroco; TN tuniso; EG égypto; AZ azerbaïdjano, azéro; AM arméno; IT italo; JP nippo; PK
pakistano; UA ukraino; PL polono; GR gréco; RS serbo; SN sénégalo; CI ivoiro; BE belgo; CH
helvético; HU hungaro; RO roumano; SA saoudo; QA qataro; KW koweïto; JO jordano; PS palestino; AF
afghano; KZ kazakho; BR brésilo; GB britannico; SY syro; LB libano; TD tchado
""",
    posts=(
        (
            r"(?:vice-premi(?:er|ere)s? ministres?|premi(?:er|ere)s? ministres? adjointe?s?"
            r"|vice-president(?:e|s|es)? du conseil(?: des ministres)?(?! (?:europeen|d'|de ))"
            r"|vice-chef(?:fe)? du gouvernement)",
            "deputy prime minister",
        ),
        (
            rf"(?:premi(?:er|ere)s?[ -]ministres?(?: et ministres? {_OF}{_FIELD})?"
            r"|chef(?:fe)?s? (?:du|de|des) gouvernements?(?! parallele)|president(?:e|s|es)? du"
            r" (?:conseil(?: des ministres)?|gouvernement(?: espagnol)?)(?! (?:europeen|d'|de |du "
            r"|des |general|regional|departemental|national|constitutionnel|economique|supreme"
            r"|consultatif|militaire|presidentiel|souverain|federal|executif|central|legislatif"
            r"|islamique|provincial))|premier(?= britannique))",
            "prime minister",
        ),
        (r"vice-chanceli(?:er|ere)", "vice chancellor"),
        (r"chanceli(?:er|ere)s?(?: federale?)?(?! de l'echiquier)", "chancellor"),
        (r"chanceli(?:er|ere) de l'echiquier", "minister of finance"),
        (
            rf"vice-president(?:e|s|es)? (?:de la |de l'|du |des |de ){_ASSEMBLY}",
            "deputy speaker of parliament",
        ),
        (r"(?:premi(?:er|ere) )?vice-president(?:e|s|es)?(?: de la republique)?", "vice president"),
        (
            rf"{_ELDER}ministres? deleguee?s?{_ADJECTIVE}(?: aupres {_MINISTER})?,?"
            rf" {_PREP}{{portfolio}}",
            "minister delegate for *",
        ),
        (rf"ministres? deleguee?s?(?: aupres {_MINISTER})?", "minister delegate"),
        (
            r"(?:(?:premi(?:er|ere)s? )?vice-ministres?|(?:premi(?:er|ere)s? )?ministres?"
            r" adjointe?s?"
            rf"|adjointe?s? (?:au|a la|du|de la) ministre){_ADJECTIVE} {_PREP}{{portfolio}}",
            "deputy minister of *",
        ),
        (rf"ministres? {_PREP}{{portfolio}} adjointe?s?", "deputy minister of *"),
        (r"numero deux de la diplomatie", "deputy foreign minister"),
        (
            rf"(?:sous-secretaires?|secretaires? adjointe?s?)(?: d'etat)?{_ADJECTIVE}"
            rf" {_PREP}{_FIELD}",
            "under secretary",
        ),
        (r"(?:sous-secretaires?|secretaires? adjointe?s?)(?: d'etat)?", "under secretary"),
        (
            rf"(?<!sous-)secretaires? d'etat{_ADJECTIVE}(?: aupres {_MINISTER}(?=,? (?:charg|en"
            rf" charg)))?,? (?!du (?:saint|vatican|gouvern)|de la cite){_PREP}{_FIELD}"
            rf"|secretaires? d'etat aupres {_MINISTER}",
            "state secretary",
        ),
        (
            r"secretaires? d'etat (?:au|du) (?:ministere|departement|dfae)(?: (?:federal )?des"
            r" affaires etrangeres)?",
            "state secretary",
        ),
        (
            r"(?<!sous-)secretaires? d'etat(?! (?:a la|a l'|aux?|charge\w*)(?!\w))",
            "secretary of state",
        ),
        (
            r"(?:secretaires? (?:au foreign office|aux affaires etrangeres)|chef(?:fe)?s? (?:de la"
            r"|du|des) (?:diplomaties?(?! europeenne)|foreign office|ministeres? des affaires"
            r" etrangeres|departement federal des affaires etrangeres|dfae)|patron(?:ne)? de la"
            r" diplomatie|responsable de la diplomatie)",
            "foreign minister",
        ),
        (
            r"(?:chef(?:fe)?|patron(?:ne)?) {state} de la diplomatie",
            "foreign minister",
        ),
        (r"(?:chef(?:fe)?|patron(?:ne)?) de la diplomatie europeenne", "high representative"),
        (
            rf"(?:{_ELDER}ministres?(?: federa(?:le?s?|ux)| d'etat| principa(?:le?|ux)|"
            rf" sortante?s?)?(?: par interim)?{_ADJECTIVES} {_PREP}|secretaires? (?:a la |au |aux "
            rf"|a l'))"
            r"{portfolio}(?: par interim)?",
            "minister of *",
        ),
        (
            r"secretaires? {state} (?:a la |au |aux |a l'|du |des ){portfolio}",
            "minister of *",
        ),
        (r"ministres?-conseill(?:er|ere)s?", "minister counsellor"),
        (r"(?:vice-)?ministres?-president(?:e|s|es)?", "minister-president"),
        (r"(?:premi(?:er|ere)s? )?vice-ministres?|ministres? adjointe?s?", "deputy minister"),
        (r"ministres? d'etat(?! (?:charge|a|au|aux))", "minister of state"),
        (r"conseill(?:er|ere)s? federa(?:le?s?|ux)", "federal councillor"),
        (
            rf"(?:president(?:e|s|es)?|speakers?) (?:de la |de l'|du |des |de )(?:[\w-]+ de"
            rf" l')?{_ASSEMBLY}|speaker",
            "speaker of parliament",
        ),
        (
            rf"president(?:e|s|es)? {{state}} (?:de la |de l'|du |de ){_ASSEMBLY}",
            "speaker of parliament",
        ),
        (r"president(?:e)? du parlement europeen", "president of the european parliament"),
        (
            r"president(?:e)? de la commission(?: europeenne)?(?! (?:de |des |du |d'|\w+ de ))",
            "president of the european commission",
        ),
        (r"president(?:e)? du conseil europeen", "president of the european council"),
        (
            r"president(?:e)? de la commission(?= de l'(?:union africaine|ua)(?!\w))",
            "chairperson of the commission",
        ),
        (
            r"president(?:e)? du conseil (?:presidentiel|souverain|de souverainete)(?: de"
            r" transition| de souverainete)?",
            "chairman of the presidential council",
        ),
        (
            rf"president(?:e|s|es)? (?:de la (?:sous-)?commission|du comite)(?: \w+)?"
            rf" {_PREP}{_FIELD}(?: (?:de la |de l'|du |des |de ){_ASSEMBLY})?",
            "chair of committee",
        ),
        (
            r"president(?:e|s|es)? du groupe(?: (?:inter)?parlementaire)? d'amitie(?:"
            r" (?:inter)?parlementaire)?(?: (?:[\w-]+-)[\w-]+)?",
            "chair of friendship group",
        ),
        (
            r"(?:vice-secretaires? general\w*|secretaires? generale?s? adjointe?s?|secretaires"
            r" generaux adjoints|sous-secretaires? generale?s?)(?: (?:de l'onu|des nations"
            r" unies))?(?:"
            r" (?:aux (?:operations de (?:maintien de la )?paix|affaires \w+(?: et a la"
            r" consolidation"
            r" de la paix)?)|charge\w* (?:des|de la|de l'|du) [\w-]+(?: (?:de (?:la"
            r" )?)?[\w-]+)?))?",
            "deputy secretary general",
        ),
        (
            rf"secretaires? genera(?:le?s?|ux)(?: (?:du|au) ministere,? {_PREP}{{portfolio}})?",
            "secretary general",
        ),
        (r"(?:directeur|directrice)s? executi(?:f|fs|ve|ves)", "executive director"),
        (r"rapporteu(?:r|rs|se|ses) specia(?:le?s?|ux)", "special rapporteur"),
        (
            r"(?:directeur|directrice)s? genera(?:le?s?|ux) adjointe?s?",
            "deputy director general",
        ),
        (
            rf"(?:directeur|directrice)s? genera(?:le?s?|ux)(?: {_OF}(?:(?:affaires|relations"
            rf"|cooperation"
            r"|union|protocole)(?: \w+(?:iques?|aires?|ales?|elles?|iennes?|aines?|ennes?))*))?",
            "director general",
        ),
        (
            r"hauts?[ -]?commissaires?(?: (?:des nations unies|de l'onu))?(?: (?:pour les|aux)"
            r" (?:refugies|droits de l'homme|droits humains))?|haute[ -]commissaire",
            "high commissioner",
        ),
        (
            r"(?:vice-presidente? de la commission(?: europeenne)? et )?haute?s? representante?s?",
            "high representative",
        ),
        (
            r"haute?s? representante?s? de l'{state} pour les affaires etrangeres(?: et la"
            r" politique de securite)?",
            "high representative",
        ),
        (
            r"haute?s? representante?s?(?: de l'union)? pour les affaires etrangeres(?: et la"
            r" politique de securite)?",
            "high representative",
        ),
        (
            r"(?:envoyee?s? (?:specia(?:le?s?|ux)|personnel(?:le)?s?)|representante?s?"
            r" (?:specia(?:le?s?|ux)|personnel(?:le)?s?)|emissaires?(?: specia\w+)?"
            r"|coordinat(?:eur|rice)s? specia(?:le?|ux))(?: du (?:secretaire general|president(?:"
            r" de la republique)?)(?: de l'onu| des nations unies| de l'organisation des nations"
            r" unies)?)?(?: (?:pour|au|en|aupres de) (?:la |le |les |l')?[\w-]+(?: (?:de l'est"
            r"|du sud|central|et les grands lacs))?)?",
            "special envoy",
        ),
        (
            r"(?:envoye|representant|coordinateur|coordinatrice)e? (?:special|personnel)(?:l?e)?"
            r" (?:de la |de l'|du |des |de |d'){state} (?:pour|au|en|a) (?:la |le |les "
            r"|l')?[\w-]+(?: (?:central|de l'est|du sud|occidental))?",
            "special envoy",
        ),
        (
            r"(?:(?:envoye|representant|coordinateur|coordinatrice)e? (?:special|personnel)(?:l?e)?"
            r"|envoyee?|emissaire(?: special)?) {state} (?:pour|au|aux|en|a) (?:la |le |les "
            r"|l')?[\w-]+(?: (?:central|de l'est|du sud|du nord|occidental|et les grands lacs))?",
            "special envoy",
        ),
        (r"representante?s? permanente?s?(?: adjointe?s?)?", "permanent representative"),
        (
            rf"commissaires?(?: europeen(?:ne)?s?)?(?: {_PREP}{_FIELD})?"
            r"(?! (?:de police|priseur|aux comptes))",
            "commissioner",
        ),
        (
            r"charg(?:e|ee|es|ees) d'affaires(?: (?:a\.? ?i\.?|par interim|ad interim))?",
            "charge d'affaires",
        ),
        (
            r"ambassad(?:eur|rice)s?(?: (?:extraordinaires? et plenipotentiaires?|design\w+"
            r"|itinerante?s?|nomme\w+))?(?: et plenipotentiaires?)?(?! de bonne volonte)",
            "ambassador",
        ),
        (r"nonces?(?: apostoliques?)?", "apostolic nuncio"),
        (r"chef(?:fe)?s? de (?:la )?mission(?: diplomatique)?(?: adjointe?)?", "head of mission"),
        (r"consule?s? genera(?:le?s?|ux)", "consul general"),
        (r"consule?s? honoraires?", "honorary consul"),
        (
            r"conseill(?:er|ere)s?(?: (?:(?:a|pour) la securite(?: nationale)?|diplomatiques?"
            r"|specia(?:le?s?|ux)|presidentiel(?:le)?s?|principa(?:le?|ux)|politiques?|(?:du|de"
            r" la|de sa majeste(?: le)?) (?:roi|souverain|president(?:e)?|premi(?:er|ere)"
            r" ministre)(?: de la"
            r" republique)?))*(?!"
            r" (?:municipa|regiona|departementa|communa|d'etat|federa)\w*)",
            "adviser",
        ),
        (r"(?:chef(?:fe)?s?|directeur|directrice)s? (?:de|du) cabinet", "chief of staff"),
        (
            r"attachee?s? (?:(?:de|a la) defense|militaires?|nava(?:le?s?|ls)|culturel(?:le)?s?"
            r"|commercia(?:le?s?|ux)|economiques?|de presse|de securite interieure|douanier)",
            "attache",
        ),
        (
            r"chefs? (?:d'etat-major|de l'etat-major)(?: (?:general|des armees|de l'armee"
            r"|interarmees))*",
            "chief of the general staff",
        ),
        (
            r"(?:directeur|directrice|chef(?:fe)?)s? (?:politique )?adjointe?s?|sous-direct(?:eur"
            r"|rice)s?",
            "deputy director",
        ),
        (
            rf"(?:directeur|directrice|chef(?:fe)?)s? (?:du |de la |de l'|des |de )"
            r"(?:(?:departement|division|direction(?: generale)?|service|bureau|section)(?: "
            rf"(?:{_OF})(?:affaires|relations|cooperation|europe|afrique|asie|ameriques?|pays)"
            r"(?: [\w-]+(?:iques?|aires?|ales?|elles?|iennes?|aines?|eures?))?| (?:europe|asie"
            r"|afrique|ameriques?|monde arabe|moyen-orient)(?: (?:orientale|centrale|du nord|de"
            r" l'est))?)?|affaires (?:politiques|bilaterales|multilaterales|consulaires|juridiques"
            r"|economiques|africaines|europeennes|americaines|asiatiques|arabes)|protocole)"
            r"|(?:directeur|directrice)s? politiques?",
            "head of department",
        ),
        (r"prince(?:sse)?s? heriti(?:er|ere)s?", "crown prince"),
        (r"(?:pape|souverain pontife|saint-pere)", "pope"),
        (
            r"(?:roi|reine|sultan|emir|empereur|grand[ -]duc(?:hesse)?|(?<=le )souverain|serviteur"
            r" des deux saintes mosquees)s?(?! pontife)",
            "head of state",
        ),
        (
            r"(?:(?<!\bsa )(?<!-)president(?:e|s|es)?(?: (?:de la republique|federale?|elue?|par"
            r" interim|de (?:la"
            r" )?transition|du faso))?(?! (?:en exercice |executif |delegue )?(?:de la |du |de l'"
            r"|des |de |d')(?:sous-)?(?:commission|conseil|comite|groupe|banque|chambre|cour"
            r"|tribunal|parti|delegation|federation(?! de russie| russe)|societe|region"
            r"|association|universite|fondation|autorite(?! (?:nationale )?palestinienne)|office"
            r"|agence|syndicat|club|jury|seance|session|assemblee|mouvement|forum|institut"
            r"|union(?! des comores)|organe|organisation|parlement|senat|ligue|bureau|haut"
            r"|gouvernement|reseau|entreprise|centre|conference|academie)\w*)|chef(?:fe)?s? (?:de"
            r" l'|d'|des )etats?(?!-))",
            "president",
        ),
        (r"gouverneure?s? genera(?:le?|ux)", "governor general"),
        (rf"(?:gouverneure?s?|walis?|wali)(?: {_OF}[\w-]+)?", "governor"),
        (rf"(?:(?:lord-)?maires?|bourgmestres?|mairesse)(?: {_OF}[\w-]+)?", "mayor"),
        (r"ministre", "minister"),
    ),
    portfolios=tuple(
        _portfolio(*one)
        for one in (
            (
                r"(?:affaires (?:etrangeres|exterieures)|relations (?:exterieures|internationales)"
                r"|ae)"
                rf"(?:(?:,| et|, et) {_PREP}?(?:la |les |le |l')?(?:{_ABROAD}"
                r"|cooperation(?! au developpement)(?: (?:internationale|regionale|africaine"
                r"|decentralisee))?"
                r"|integration(?: (?:africaine|regionale|sous-regionale))?|commerce (?:exterieur"
                r"|international)"
                r"|cultes?|tourisme|francophonie|europeennes|internationales|union (?:europeenne"
                r"|africaine)|mobilite humaine|affaires africaines))*",
                "foreign affairs",
            ),
            (
                r"(?:affaires (?:europeennes|de l'union europeenne)|europe|integration europeenne)",
                "european affairs",
            ),
            (
                r"(?:affaires|cooperation|integration) africaines?|union africaine",
                "african affairs",
            ),
            (r"affaires (?:arabes|maghrebines|du maghreb)|monde arabe|maghreb", "arab affairs"),
            (_ABROAD, "diaspora"),
            (r"francophonie", "francophonie"),
            (r"cultes?|affaires (?:religieuses|islamiques)", "religious affairs"),
            (
                r"defense(?: nationale)?|(?:forces )?armees|anciens combattants|guerre",
                "defence",
            ),
            (
                r"interieur|affaires interieures|administration (?:du territoire|territoriale)",
                "interior",
            ),
            (r"finances?(?: publiques)?|tresor|budget", "finance"),
            (
                r"economie(?: nationale)?|affaires economiques|developpement economique|relance"
                r"|souverainete (?:economique|industrielle(?: et numerique)?)",
                "economy",
            ),
            (
                r"commerce(?: (?:exterieur|international|interieur))?|attractivite|promotion des"
                r" exportations|exportations",
                "trade",
            ),
            (r"investissements?", "investment"),
            (r"industrie(?: lourde)?|production industrielle|pme", "industry"),
            (
                r"energies?(?: (?:electrique|atomique|renouvelables?|nouvelles|propres?))?"
                r"|(?:energies )?renouvelables|transition energetique",
                "energy",
            ),
            (r"petrole|hydrocarbures", "oil"),
            (r"electricite", "electricity"),
            (
                r"mines|(?:ressources|richesses) (?:minieres|minerales|naturelles)|secteur minier",
                "mining",
            ),
            (r"agriculture|developpement rural|elevage", "agriculture"),
            (r"alimentation|souverainete alimentaire|securite alimentaire", "food"),
            (r"peches?(?: maritimes?)?|ressources halieutiques|economie bleue|mer", "fisheries"),
            (
                r"(?:education|instruction)(?: (?:nationale|publique))?|enseignement(?: superieur|"
                r" secondaire| technique)?|formation professionnelle|universites",
                "education",
            ),
            (r"sante(?: (?:publique|et de la population))?|hygiene publique|prevention", "health"),
            (r"justice|garde des sceaux|sceaux", "justice"),
            (
                r"transports?(?: (?:terrestres|aeriens|maritimes))*|mobilites?|aviation civile",
                "transport",
            ),
            (r"culture|patrimoine", "culture"),
            (r"(?:environnement|ecologie|transition ecologique)", "environment"),
            (r"climat|changements? climatiques?", "climate"),
            (r"travail|emploi|fonction publique|plein emploi", "labour"),
            (
                r"affaires sociales|protection sociale|solidarites?|action (?:sociale|humanitaire)"
                r"|cohesion sociale|developpement social|securite sociale",
                "social affairs",
            ),
            (r"sciences?|recherche(?: scientifique)?|innovation", "science"),
            (r"technologies?|nouvelles technologies", "technology"),
            (r"tourisme|artisanat", "tourism"),
            (r"sports?|jeux olympiques", "sport"),
            (r"jeunesse", "youth"),
            (
                r"(?:eau|hydraulique|ressources (?:hydriques|en eau)|irrigation|assainissement)",
                "water",
            ),
            (r"securite(?: (?:nationale|publique|interieure))?|protection civile", "security"),
            (r"(?:tele)?communications?|postes?|medias?", "communications"),
            (r"information", "information"),
            (
                r"(?:economie |transition |transformation |developpement )?(?:numerique|digitale?)"
                r"|intelligence artificielle",
                "digital development",
            ),
            (
                r"cooperation au developpement|developpement(?: (?:durable|regional))?",
                "development",
            ),
            (
                r"cooperation(?: (?:internationale|regionale|multilaterale|bilaterale))*"
                r"|partenariats?(?: (?:internationaux|strategiques?))?|integration regionale",
                "international cooperation",
            ),
            (r"plan|planification|prospective", "planning"),
            (
                r"infrastructures?|travaux publics|equipement(?: rural)?|desenclavement|ponts et"
                r" chaussees",
                "infrastructure",
            ),
            (
                r"habitat|logement|construction|urbanisme|ville|amenagement du territoire",
                "construction",
            ),
            (r"migrations?|immigration|asile", "migration"),
            (r"(?:situations? d'urgence|gestion des (?:crises|catastrophes))", "emergencies"),
            (
                r"femmes?|famille|genre|egalite[\w' -]*?(?:hommes|sexes|chances)?|condition"
                r" feminine",
                "women",
            ),
            (
                r"relations (?:avec|entre) le parlement|affaires parlementaires|parlement",
                "parliamentary affairs",
            ),
            (r"reforme(?: de l'etat| administrative)?|decentralisation", "administration"),
            (r"droits (?:de l'homme|humains)|droits fondamentaux", "human rights"),
            (r"elargissement|voisinage", "enlargement"),
            (r"paix|reconciliation(?: nationale)?", "peace"),
        )
    ),
    bodies=(
        (
            r"consultations (?:\w+ )?consulaires|concertations? consulaires?|dialogue consulaire"
            r"|(?:commission|comite) (?:mixte )?consulaire",
            "consular consultations",
        ),
        (
            r"(?:mecanisme de )?consultations? (?:\w+ )?(?:politiques?|bilaterales?|diplomatiques?"
            r"|politico-diplomatiques?)(?: (?:bilaterales?|regulieres?|politiques?))?|(?:mecanisme"
            r" de )?concertations? (?:politiques?|bilaterales?|politico-diplomatiques?)"
            r"|consultations entre (?:les |leurs )?(?:deux )?ministeres(?: des affaires"
            r" etrangeres)?|mecanisme de (?:consultation|concertation)s?",
            "political consultations",
        ),
        (
            r"(?:grande |haute )?(?:commission|comite)(?: \w+){0,3}? intergouvernementale?"
            rf"(?: mixte)?{_TAIL}|comite intergouvernemental de haut niveau"
            r"|seminaire intergouvernemental",
            "intergovernmental commission",
        ),
        (
            r"(?:grande |haute )?(?:commission|comite)(?: [\w-]+){0,3}? (?:mixte|conjointe?"
            r"|paritaire)"
            rf"{_TAIL}|(?:commission|comite)(?: \w+)? de cooperation(?:(?:,| et|, et)? \w+(?:ale"
            rf"|elle|ique"
            r"|aire)s?)*|haut comite (?:mixte|conjoint)|(?:commission|comite) [\w-]+-[\w-]+ de"
            r" cooperation",
            "joint commission",
        ),
        (
            r"dialogue (?:[\w-]+ )?strategique|dialogue (?:politique |strategique |economique )?de"
            r" haut niveau|dialogue de partenariat(?: strategique)?|comite strategique",
            "strategic dialogue",
        ),
        (
            r"groupes? de travail(?: (?:conjointe?|mixte|bilatera(?:l|ux)))?|groupes? d'experts"
            r"|groupe (?:conjoint|mixte) (?:de travail|d'experts)",
            "working group",
        ),
        (
            r"groupes?(?: (?:inter)?parlementaires?)? d'amitie(?: (?:inter)?parlementaires?)?"
            r"|groupes? interparlementaires?|(?:commission|comite) (?:parlementaire mixte|mixte"
            r" (?:inter)?parlementaire|interparlementaire)|(?:grande )?commission"
            r" interparlementaire",
            "inter-parliamentary group",
        ),
    ),
    levels=(
        (r"visites? d'etat", "state"),
        (
            r"visites? officielles? (?:et )?de travail|visites? de travail et officielle|visites?"
            r" de travail officielle",
            "official working",
        ),
        (
            r"(?:visites?|voyage|deplacement) de travail(?: et d'amitie)?|visites? d'amitie et de"
            r" travail",
            "working",
        ),
        (r"visites? officielles?(?: et d'amitie)?|(?:voyage|deplacement) officiel", "official"),
        (r"visites? (?:strictement )?privees?|(?:voyage|sejour|deplacement) prive", "private"),
    ),
    instruments=(
        (
            r"memorand(?:um|a|ums) (?:d'entente|d'accord|de (?:cooperation|comprehension))"
            r"|protocoles? d'(?:accord|entente)|memorand(?:um|a|ums)",
            "memorandum of understanding",
        ),
        (r"echanges? de (?:notes|lettres)", "exchange of notes"),
        (r"communiques? (?:final )?(?:conjoints?|communs?)", "joint statement"),
        (
            r"declarations? (?:politique )?(?:conjointes?|communes?)|declarations? d'intention",
            "joint declaration",
        ),
        (
            r"plans? d'actions?|programmes? (?:de (?:cooperation|travail)|d'action|executifs?)"
            r"|feuilles? de route",
            "action plan",
        ),
        (r"proces-verba(?:l|ux)|compte rendu agree", "minutes"),
        (r"protocoles?(?! d')", "protocol"),
        (r"traites?(?! des? )", "treaty"),
        (
            r"(?<!d')(?<!commun )(?<!en )accords?(?:-cadres?)?|conventions?(?:-cadres?)?"
            r"|arrangements?(?: administratifs?)?",
            "agreement",
        ),
    ),
    topics=(
        (
            r"commerce|commercia(?:le?s?|ux)|echanges commerciaux|exportations?|libre-echange"
            r"|balance commerciale",
            "trade",
        ),
        (r"investi(?:ssements?|sseurs?|r)|climat des affaires", "investment"),
        (
            r"(?:energies?|sources?|electricite) (?:renouvelables?|vertes?|propres?)|renouvelables"
            r"|solaires?|photovoltaique|eolien(?:ne)?s?|hydrogene(?: vert)?",
            "renewable energy",
        ),
        (r"energie (?:nucleaire|atomique)|nucleaire civil|centrale nucleaire", "nuclear energy"),
        (
            r"(?:programme|dossier|accord|question) (?:du )?nucleaire|nucleaire (?:iranien"
            r"|nord-coreen)|jcpoa|armes? nucleaires?",
            "nuclear programme",
        ),
        (r"gaz(?: naturel| liquefie)?|gazoducs?|gnl|gazi(?:er|ere)s?", "natural gas"),
        (r"petrole|petroli(?:er|ere)s?|hydrocarbures|oleoducs?", "oil"),
        (r"electricite|electriques?|interconnexion", "electricity"),
        (r"energies?|energetiques?|transition energetique", "energy"),
        (
            r"ferroviaires?|chemins? de fer|(?<!en )trains?(?! (?:de (?:mesures|reformes)|d'))",
            "railways",
        ),
        (
            r"aviation|aeriens?|aeriennes?(?! de )|vols directs?|aeroportuaires?|liaisons?"
            r" aeriennes?",
            "aviation",
        ),
        (r"transit", "transit"),
        (
            r"transports?|logistiques?|corridors?(?: median| du milieu)?|mobilite urbaine",
            "transport",
        ),
        (r"ports?(?: maritimes?)?|portuaires?", "ports"),
        (r"connectivites?|interconnectivite", "connectivity"),
        (r"infrastructures?|grands travaux", "infrastructure"),
        (
            r"(?:securite|souverainete) alimentaire|cereales?|ble|engrais",
            "food security",
        ),
        (r"agricultures?|agricoles?|agro-?(?:alimentaire|industrie)\w*|elevage", "agriculture"),
        (r"peche(?:ries|s)?(?: maritime)?|halieutiques?", "fisheries"),
        (
            r"(?:ressources|gestion|partage|penurie|acces|securite) (?:en |de l'|des |a l'"
            r"|d')?(?:eaux?|hydriques?)|hydriques?|hydrauliques?|irrigation|barrages?|dessalement",
            "water",
        ),
        (r"environnement(?:a(?:le?s?|ux))?|biodiversite|ecologi(?:e|que)s?|oceans?", "environment"),
        (r"cop ?-?[0-9]{2}", "COP"),
        (r"climat(?! des affaires)|climatiques?", "climate"),
        (
            r"sante|sanitaires?|medica(?:le?s?|ux)|medicaments?|pharmaceutiques?|vaccins?"
            r"|hopita(?:l|ux)",
            "health",
        ),
        (
            r"education|educatif|educatives?|educatifs|enseignement|bourses? (?:d'etudes?"
            r"|universitaires?)|bourses|universit(?:es?|aires?)"
            r"|etudiants?|academiques?|formations?(?! (?:du|d'un|d'une"
            r"|politiques?|des? (?:gouvernement|coalition)))",
            "education",
        ),
        (r"intelligence artificielle", "artificial intelligence"),
        (r"sciences?|scientifiques?|(?<!a la )recherche(?! d)", "science"),
        (r"technologies?|technologiques?|innovations?", "technology"),
        (r"patrimoine(?: culturel)?", "cultural heritage"),
        (r"cultur(?:es?|el|els|elles?)", "culture"),
        (r"tourismes?|touristiques?|touristes?", "tourism"),
        (r"sports?|sporti(?:f|fs|ve|ves)", "sport"),
        (r"jeunesse|jeunes", "youth"),
        (
            r"migrations?|migratoires?|immigration|migrants?|readmission",
            "migration",
        ),
        (r"visas?", "visas"),
        (r"consulaires?|affaires consulaires", "consular affairs"),
        (
            r"frontieres?|frontali(?:er|ere)s?|transfrontali(?:er|ere)s?|delimitation|demarcation"
            r"|bornage",
            "border",
        ),
        (r"cyber ?-?\w*|numerique securise", "cyber security"),
        (
            r"(?:securite|stabilite)(?: et (?:de )?(?:la )?(?:securite|stabilite))? (?:regionales?"
            r"|dans la region|au sahel|de la region)",
            "regional security",
        ),
        (r"(?:contre-)?terroris(?:me|tes?)|antiterrorist(?:e|es)|extremisme", "counter-terrorism"),
        (
            r"crime (?:transnational )?organise|criminalite(?: transnationale)?(?: organisee)?"
            r"|trafics? (?:de (?:drogues?|stupefiants|personnes|migrants|armes|biens)|d'armes"
            r"|d'etres|illicites?)(?: \w+)?|narcotrafic"
            r"|stupefiants|traite des? (?:etres humains|personnes)|blanchiment",
            "organised crime",
        ),
        (r"defense(?! (?:des|de la|de l'|du|d'))|militaires?|armement", "defence"),
        (r"(?<!conseil de )securite(?! (?:sociale|routiere|juridique))|securitaires?", "security"),
        (r"espace (?:extra-atmospherique|exterieur)|spatia(?:le?s?|ux)|satellites?", "space"),
        (r"numeriques?|numerisation|digita(?:le?s?|ux|lisation)", "digital cooperation"),
        (r"telecommunications?|telecoms?", "telecommunications"),
        (
            r"banca(?:ire|ires)|financi(?:er|ere)s?|financements?|(?<=des )finances|finances"
            r" publiques",
            "finance",
        ),
        (r"douanes?|douani(?:er|ere)s?", "customs"),
        (r"(?:double )?imposition|fisca(?:le?s?|ux|lite)", "taxation"),
        (r"droits (?:de l'homme|humains|de la personne)", "human rights"),
        (
            r"(?:aides?|assistance|situation|acces|acheminement|corridors?|crise|secours)(?:"
            r" [\w']+){0,2}? humanitaires?",
            "humanitarian aid",
        ),
        (r"humanitaires?", "humanitarian relations"),
        (r"refugies?|deplaces(?: internes)?|personnes deplacees", "refugees"),
        (r"reconstruction", "reconstruction"),
        (
            r"deminage|mines? (?:antipersonnel|terrestres?)|lutte (?:contre les|antimines?)(?:"
            r" mines?)?|antimines?",
            "mine action",
        ),
        (
            r"(?:processus|accords?|traite|pourparlers|negociations|plan|efforts) de paix"
            r"|normalisation|cessez-le-feu|reglement (?:pacifique|politique)",
            "peace process",
        ),
        (r"post-?conflits?|apres-guerre", "post-conflict situation"),
        (
            r"(?:questions?|sujets?|dossiers?|problematiques?|enjeux|developpements?|evolutions?"
            r"|situations?|actualite|thematiques?|scene)(?: [\w']+){0,2}? regiona(?:le?s?|ux)"
            r"|regiona(?:le?s?|ux)(?= et (?:internationa|mondia))|situation (?:dans la region|au"
            r" (?:moyen|proche)-orient|au sahel|dans le golfe)|developpements dans la region",
            "regional questions",
        ),
        (
            r"(?:questions?|sujets?|dossiers?|problematiques?|enjeux|developpements?|situations?"
            r"|actualite|scene)(?: (?!regiona)[\w']+){0,2}? (?:internationa|mondia|globa)(?:le?s?"
            r"|ux)|(?<=regionales et )internationales|(?<=regionaux et )internationaux"
            r"|(?<=regionale et )internationale|(?<=regional et )international|defis mondiaux"
            r"|multilateralisme",
            "international questions",
        ),
        (r"multilatera(?:le?s?|ux)", "multilateral cooperation"),
        (
            r"organisations? internationales?|nations unies|instances internationales|enceintes"
            r" internationales",
            "international organisations",
        ),
        (r"(?:inter)?parlementaires?", "inter-parliamentary relations"),
        (
            r"(?:relations|dialogue|cooperation|liens|contacts|rapports)(?: \w+)? politiques?"
            r"|politico-diplomatiques?",
            "political relations",
        ),
        (
            r"economi(?:e|es|que|ques)|partenariat economique|(?:relations|liens|echanges)"
            r" economiques?",
            "economic relations",
        ),
        (
            r"(?:relations?|liens|cooperation|partenariat|questions|dossiers|sujets|agenda|plan"
            r"|thematiques|interet)(?: [\w']+){0,3}? bilatera(?:le?s?|ux)|(?:relations|liens"
            r"|cooperation)"
            r" (?:d'amitie )?(?:et de cooperation )?entre (?:les|nos) deux pays",
            "bilateral relations",
        ),
        (r"politique (?:etrangere|exterieure)", "foreign policy"),
        (r"sanctions?", "sanctions"),
        (
            r"cooperation au developpement|aide (?:publique )?au developpement|developpement"
            r" durable",
            "development cooperation",
        ),
        (
            r"diasporas?|expatries|ressortissants|communaute [\w -]{3,40}? (?:etablie|residant"
            r"|vivant)|compatriotes",
            "diaspora",
        ),
        (r"medias?|journalistes?|audiovisuels?|presse ecrite", "media"),
        (
            r"entraide judiciaire|judiciaires?|extraditions?|cooperation juridique",
            "justice",
        ),
        (
            r"cadre (?:juridique|legal)|base (?:juridique|contractuelle)|arsenal juridique|cadre"
            r" conventionnel",
            "legal framework",
        ),
        (
            r"emploi|travailleurs?|main-d'oeuvre|mobilite (?:professionnelle|de la main-d'oeuvre)",
            "labour",
        ),
        (
            r"catastrophes?(?: naturelles?)?|seismes?|tremblements? de terre|protection civile"
            r"|situations? d'urgence|inondations?",
            "disaster management",
        ),
        (
            r"maitrise des armements|desarmement|(?:non-)?proliferation|controle des armements",
            "arms control",
        ),
        (r"elections?|electora(?:le?s?|ux)|scrutin", "elections"),
        (
            r"mini(?:er|ere)s?|minerais?|minera(?:le?s?|ux)|(?:terres rares|matieres premieres"
            r" critiques)|secteur des mines",
            "mining",
        ),
        (r"industries?|industriel(?:le)?s?|industrialisation", "industry"),
        (
            r"elargissement|adhesion|integration europeenne|candidature a l'(?:ue|union"
            r" europeenne)",
            "enlargement",
        ),
        (r"prisonniers?|otages?|detenus?", "prisoners"),
        (r"personnes (?:disparues|portees disparues)|disparus", "missing persons"),
        (r"minorites?", "minorities"),
        (r"femmes?|egalite (?:des sexes|de genre|femmes-hommes|hommes-femmes)", "women"),
        (
            r"(?:cooperation|collectivites?) (?:decentralisee|territoriales?|locales?)|jumelages?",
            "local cooperation",
        ),
    ),
    ordinals=(
        r"(?!premi(?:er|ere)s?[ -](?:ministre|vice)|seconde?s? vice|vies? )(?P<number>[0-9]{1,2}"
        r"|[ivx]{1,6}|{words})(?: ?(?:ers?|eres?|res?|emes?|ndes?|nds?|es?|°))?"
    ),
    ordinal_words={
        form: number
        for number, forms in enumerate(
            (
                "premier premiere premiers premieres inaugurale",
                "deuxieme second seconde secondes",
                "troisieme",
                "quatrieme",
                "cinquieme",
                "sixieme",
                "septieme",
                "huitieme",
                "neuvieme",
                "dixieme",
                "onzieme",
                "douzieme",
                "treizieme",
                "quatorzieme",
                "quinzieme",
                "seizieme",
                "dix-septieme",
                "dix-huitieme",
                "dix-neuvieme",
                "vingtieme",
                "vingt-et-unieme",
                "vingt-deuxieme",
                "vingt-troisieme",
                "vingt-quatrieme",
                "vingt-cinquieme",
            ),
            1,
        )
        for form in (*forms.split(), *(f"{one}s" for one in forms.split()))
    },
    dates=(
        r"(?:{weekday},? )?(?:le )?(?:1er|[0-9]{1,2}) {month}(?: [0-9]{4})?",
        r"(?:debut|mi-|mi |fin|courant) ?{month}(?: [0-9]{4})?",
        r"(?:{month})(?: de l'annee)? [0-9]{4}",
        r"(?:premier|deuxieme|second|troisieme|quatrieme) (?:trimestre|semestre)(?: de)? [0-9]{4}",
        r"(?:debut|fin|mi-) ?[0-9]{4}",
        r"(?:printemps|ete|automne|hiver) [0-9]{4}",
        r"{weekday}",
    ),
    near_days={
        "aujourd'hui": 0,
        "ce jour": 0,
        "ce matin": 0,
        "ce soir": 0,
        "cet apres-midi": 0,
        "hier": -1,
        "hier soir": -1,
        "avant-hier": -2,
        "demain": 1,
        "apres-demain": 2,
    },
    weekdays={
        word: day
        for day, word in enumerate(
            ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
        )
    },
    not_names=(
        "reunion s e m se sem le la les l un une des du de d au aux en a ce cet cette ces son sa ses leur"
        " leurs nos notre il elle ils elles lors apres avant pendant durant depuis dans pour par"
        " sur avec selon suite ministere ministeres ministre ministres republique royaume"
        " gouvernement parlement assemblee senat chambre commission comite conference sommet union"
        " nations unies organisation departement direction bureau ambassade palais universite"
        " centre institut banque compagnie societe conseil accord memorandum protocole convention"
        " traite declaration communique deux mme mm mlle monsieur madame messieurs mesdames"
        " excellence majeste premier premiere vice president presidente secretaire general generale"
        " etat etats federal federale national nationale conjoint commun europeen europeenne"
        " africain africaine arabe asiatique occidental nord sud est ouest central securite defense"
        " affaires etrangeres exterieures cooperation partenariat strategique dialogue session"
        " forum groupe travail moyen-orient proche-orient moyen proche orient europe afrique asie"
        " amerique maghreb sahel golfe lundi mardi mercredi jeudi vendredi samedi dimanche janvier"
        " fevrier mars avril mai juin juillet aout septembre octobre novembre decembre aeroport"
        " hotel maison salle primature presidence chancellerie diplomatie chef cheffe delegation"
        " partie visite rencontre entretien reunion signature ainsi outre enfin egalement"
        " concernant evoquant saluant soulignant afp aps map tap communaute alliance ligue fonds"
        " programme agence fondation festival journee semaine mission haut haute commissaire"
        " ambassadeur ambassadrice envoye"
    ),
    acts=Acts(
        visit=(
            r"(?<!echange de )(?<!echanges de )(?<!echange des )visites?(?! (?:de courtoisie|de"
            r" haut niveau|mutuelles|reciproques))|visit(?:er|ent|era|eront|ait|ant)|(?:est|sont"
            r"|etait) attendue?s?|(?:s'est|se sont|s'etant|s'etait) (?:rendue?s?|deplacee?s?"
            r"|envolee?s?)|se (?:rend|rendent|rendra|rendront|rendre|rendrait|deplace(?:ra)?)(?!"
            r" compte)|rendant (?=en |a |au )|deplacements?|voyages?(?! d'affaires)|sejour\w*"
            r"|tournee|(?:est|sont) arrivee?s?|arriv(?:e|ent|era|eront|ait|ant) (?:a|au|aux|en|ce"
            r"|mardi|lundi|mercredi|jeudi|vendredi|samedi|dimanche|hier|dans)|arrivees?(?= (?:a|au"
            r"|en|de|du))|foule le sol|a foule"
        ),
        meet=(
            r"rencontr(?:e|es|ee|ees|er|era|eront|ent|ait|aient|ant|s)|(?:s'est|se sont|s'etait"
            r"|s'etaient) (?:egalement |aussi |longuement |brievement )?(?:entretenu|reuni|retrouve"
            r"|concerte)(?:e|es|s)?|s'entret(?:ient|iennent|iendra|iendront|enir|enait)"
            r"|s'entretenant|entretenue?s?|se re(?:voir|verront|trouver|trouveront)|se sont"
            r" (?:vus|revus|parle)|entretiens?|entrevues?|pourparlers|discussions"
            r"|discut(?:e|er|ent|ant) avec|negociations?|reunions?|se reuni(?:t|ssent|ra|ront|r"
            r"|ssait)|se reunir|reunissant|tete-a-tete|audiences?|concertations?|(?:a|ont) (?:eu"
            r"|tenu) (?:un|une|des) (?:echanges?|discussions?|conversations?|entretiens?)"
            r"|echang(?:e|er|ent|era) avec|(?:a|ont) (?:\w+ )?parle avec|echanges? de vues"
            r"|visites? de courtoisie|(?:dejeuner"
            r"|diner|petit-dejeuner) de travail|(?:seance|session) de travail|tables? rondes?"
            r"|conversations?|a confere|ont confere|s'est concerte"
        ),
        receive=(
            r"recue?s?(?! (?:(?:un|une|des|les?|la|l'|son|sa) ?)?(?:messages?|lettres?|appels?|coup"
            r" de|copies?|invitation|prix|soutien|aide|assurances?))|recoi(?:t|vent)|rece(?:voir"
            r"|vra|vront|vait|vaient|vant)|accueilli(?:e|es|s|r|t|ra|ront)?(?! (?:favorablement"
            r"|avec|positivement))|accueill(?:e|ent|ait"
            r"|era|eront|ant)|(?:a|ont) accorde (?:une )?audience|accord(?:e|ant|er) une audience"
        ),
        call=(
            r"(?:entretiens?|conversations?|appels?|communications?|echanges?|contacts?"
            r"|discussions?|entrevues?|pourparlers)(?: [\w']+){0,2}? telephoniques?"
            r"|telephoniquement|telephoniques?(?= avec)"
            r"|(?<!joint )(?<!joints )(?<!jointe )(?<!interroge )(?<!contacte )(?<!numero )(?:par"
            r"|au"
            r"|de) telephone|(?:a|ont) telephone"
            r"|coups? de (?:fil|telephone)|se sont parle \w+ au telephone"
        ),
        video=(
            r"(?:visio|video)-?(?:conferences?)?|teleconference|appels? videos?|virtuel(?:s|le"
            r"|les)?|virtuellement|(?:reunion|session|rencontre|entretien|echange|consultations)s?"
            r" en ligne|en (?:mode|format) (?:virtuel|visio\w*|video\w*)|par visio|visuel a"
            r" distance"
        ),
        gathering=(
            r"tables? rondes?|panels?|briefing|reunion d'information|point d'information|colloque"
            r"|petit-dejeuner debat"
        ),
        consult=(
            r"sessions?|reunions?|rounds?|cycles?|tours?|editions?|series?|rencontres?"
            r"|consultations?|concertations?|dialogue|travaux|seances?|(?:a|ont) eu lieu|aura lieu"
            r"|auront lieu|s'est (?:tenue?|reunie?|ouverte?|deroulee?|clos|close|achevee?)|se sont"
            r" (?:tenue?s|reunie?s|deroulee?s|ouverte?s|achevee?s)|se tien(?:t|nent|dra|dront)"
            r"|tenue?s?|tenir|(?:co-?)?presid(?:e|ee|es|ees|er|ent|ant|ait|era|eront)|organisee?s?"
            r"|convoquee?s?|abritee?|accueilli"
        ),
        sign=(
            r"(?<!en )(?<!comme )sign(?:e|ee|es|ees)(?! de)|sign(?:er|ent|ant|a|era|eront|ait"
            r"|aient)|signatures?|signataires?|paraph(?:e|ee|es|ees|er|ent|ant)|conclu(?:e|s|es|re"
            r"|sion)?"
        ),
    ),
    marks=Marks(
        planned=(
            r"(?:se )?(?:rendra|rendront|tiendra|tiendront|reunira|reuniront|deplacera)|aura|auront"
            r"|(?:effectu|rencontr|particip|presid|discut|abord|arriv|visit|sejourn|sign|debut"
            r"|commenc|repart|echang|convers|entam|men|anim|copresid|co-presid|accompagn"
            r"|assist)(?:era|eront)|(?:recev|dev)(?:ra|ront)|accueill(?:era|eront)|fera|feront|ira"
            r"|iront|(?:re)?viendra|conduira|conduiront|s'entretiendra|s'entretiendront|ser(?:a"
            r"|ont) (?:recue?s?|signee?s?|tenue?s?|organisee?s?|accueillie?s?|en visite|presente?s?"
            r"|presidee?s?|consacree?s?|attendue?s?|abordee?s?|l'occasion)|sera(?= (?:a|en) )"
            r"|devrai(?:t|ent)"
            r"|doi(?:t|vent)(?= (?:se |s'|etre |effectuer|rencontrer|participer|arriver|avoir"
            r"|signer"
            r"|accueillir|recevoir|tenir|prendre|presider|quitter|regagner))|(?:est|sont)"
            r" attendue?s?|attendue?s? (?:a|au|en|ce)"
            r"|(?:est|sont) (?:prevue?s?|programmee?s?|annoncee?s?|planifiee?s?)|prevue?s? (?:le|du"
            r"|a|au|en|ce|pour|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|les|fin|debut)"
            r"|prevoi(?:t|ent) de|prochainement|dans les prochains? (?:jours|mois)|^(?:la |une"
            r" )?prochaine? (?:visite|rencontre|reunion|session)|(?:la semaine|le mois|l'annee|l'an"
            r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) prochaine?|s'apprete(?:nt)? a"
            r"|en prevision d(?:e|u|es)?|va(?= (?:se |s'|etre|rencontrer|effectuer|recevoir"
            r"|accueillir"
            r"|tenir|visiter|signer|entamer))|vont(?= (?:se |s'|etre|rencontrer|tenir|signer"
            r"|effectuer|entamer))|effectuerait"
            r"|rencontrerait|se rendrait"
        ),
        postponed=(
            r"report(?:e|ee|es|ees|er)|report d(?:e|u|es)?|repouss(?:e|ee|es|ees|er)|(?:ete|est"
            r"|sont)"
            r" differee?s?|ajourn(?:e|ee|es|ees|er|ement)|decal(?:e|ee|es|ees|er)|remis(?:e|es)? a"
            r" (?:une date|plus tard)"
        ),
        cancelled=(
            r"annul(?:e|ee|es|ees|er|ent)(?! (?:la |les |une |sa )?dettes?)|annulation(?! (?:de la "
            r"|de |des )dettes?)|deprogramm(?:e|ee|es|ees)|n'aura pas lieu|n'auront pas lieu|ne se"
            r" tiendra pas"
        ),
        denied=(
            r"dement(?:i|ie|is|ies|ir|ent|ait)?|n'(?:a|ont|avait)(?: jamais| pas)(?: encore)? (?:eu"
            r" lieu|rencontre|visite|recu|tenu|eu (?:d'entretien|de contact|de reunion|de"
            r" rencontre))\w*|n'(?:a|ont) (?:jamais|pas) ete (?:recu|organise|tenu|prevu)\w*|ne"
            r" (?:s'est|se sont) (?:pas|jamais) (?:tenu|rendu|entretenu|reuni|rencontre)\w*|aucune?"
            r" (?:rencontre|reunion|visite|entretien|contact|negociation|discussion|date)s?(?:"
            r" [\w']+){0,4}? n'(?:a|est|etait|ont|aura)|(?:infonde|sans fondement|denue de (?:tout"
            r" )?fondement|mensonger|inexact|errone)(?:e|s|es)?|denuee?s? de (?:tout )?fondement"
            r"|(?:est|sont|etait) (?:totalement |completement )?(?:faux|fausses?|incorrecte?s?)"
            r"|fausses? (?:information|nouvelle|rumeur)s?(?! et)|fake news|n'est pas prevue?|ne"
            r" prevoit pas|pas a l'ordre du jour|rejet(?:e|te) (?:les|ces) (?:informations"
            r"|allegations)"
        ),
        past=(
            r"(?:l'an(?:nee)?|le mois|la semaine|l'ete|l'automne|l'hiver|le printemps|en \w+|mois)"
            r" (?:derni(?:er|ere)|passee?|precedente?)|(?:session|visite|reunion|rencontre|cycle"
            r"|edition)s? (?:precedente?s?|anterieure?s?)|precedente?s? (?:session|visite|reunion"
            r"|rencontre|cycle)s?|precedemment|auparavant|plus tot (?:ce|cette|dans)|en (?:19"
            r"|20)[0-9]{2}|depuis (?:(?:19|20)[0-9]{2}|l'(?:an|annee|etabl|indep)\w*|la (?:creation"
            r"|signature|derniere|fin|reprise|chute)|le (?:debut|dernier|retour|mois|[0-9])|leur"
            r"|son|sa|plus|longtemps|[0-9])|il y a (?:[\w-]+ ){0,3}?(?:ans|annees|mois|semaines?"
            r"|jours)|ancien(?:ne)?s? (?:president|premi|ministre|chef|secretaire|ambassad)\w*"
            r"|s'etai(?:t|ent) (?:deja )?(?:rendu|entretenu|reuni|rencontre)\w*|avai(?:t|ent)"
            r" (?:deja |notamment |alors )?(?:ete|rencontre|visite|recu|tenu|signe|effectue|discute"
            r"|eu|convenu|participe|evoque)\w*|derni(?:er|ere)s? (?:fois|visites?|rencontres?"
            r"|sessions?|reunions?|entretiens?|tours?|cycles?)|rappel(?:e|ant|ait|ent) (?:que|qu'"
            r"|la|le|les|sa|leur)|a ete (?:cree|fonde|etabli|instaure|institue)e?"
        ),
        greetings=(
            r"(?:transm|adress|remi|exprim|present|port|livr|delivr"
            r"|renouvel)\w*[\w ,']*?(?:salutations|amities|voeux|messages?|lettres?|missives?"
            r"|condoleances|felicitations|respects|plis?)[\w ,']*?(?:de la part d[eu]s?|d[eu]?s?"
            r"|aux?|a)|au nom d(?:e|u|es)?|de la part d(?:e|u|es)?|(?:messages?|lettres?|missive"
            r"|pli)(?: (?:ecrite?|verbale?|orale?))?(?: d(?:e|u|es)?)|salutations d(?:e|u|es)?"
        ),
        guest_of=(
            r"(?:a|sur) l'(?:aimable )?invitation d(?:e|u|es)?|sur invitation d(?:e|u|es)?|a"
            r" l'invitation de son|invitee?s? par|repondant a l'invitation d(?:e|u|es)?"
        ),
        following=(
            rf"prochaine?s? {_SESSION}|prochaines? (?:grande commission|consultations)|{_SESSION}"
            r" (?:suivante?s?|a venir|prochaine?s?)"
        ),
        agreed=(
            r"(?:sont|est|ont|a) convenue?s?|convenu(?:e|s|es)?(?= (?:de|d'|que|qu'))|il a ete"
            r" (?:convenu|decide)|se sont (?:mis|mises|accordes|entendus) d'accord|se sont"
            r" (?:accordes|entendus)|sont tombe(?:e|s|es)* d'accord|(?:a|ont) (?:decide|accepte"
            r"|resolu) (?:de|d')|s'engage(?:nt|ant)? a|(?:s'est|se sont) engagee?s? a|conviennent"
        ),
        invited=(
            r"(?:a|ont|avait) invite[^.]{0,80}? a (?:visiter|effectuer|se rendre|venir|lui rendre)"
            r"|(?:adress|transm|reiter|renouvel|lanc|formul)\w* (?:une|l'|son|l|cette|leur)"
            r" ?invitation|invitation a (?:visiter|effectuer|se rendre)"
        ),
        recently=(
            r"recemment|dernierement|ces (?:derniers jours|jours-ci)|cette semaine|il y a"
            r" (?:quelques|peu de) jours|il y a peu|l'autre jour"
        ),
        said=(
            r"(?:declar|soulign|indiqu|affirm|precis|ajout|not|estim|salu|reaffirm|reiter|insist"
            r"|relev|remerci|expliqu|exprim|rappel|signal|assur|confi|mentionn|felicit|evalu|martel"
            r"|rassur|plaid)(?:e|ent|ait|aient|ant|a)|(?:a|ont|avait) (?:\w+ )?(?:dit|fait"
            r" (?:savoir|part|valoir|observer|remarquer)|mis (?:en avant|l'accent|en exergue|en"
            r" evidence)|soutenu|informe|appele a|rendu hommage)|dit(?! \w+-)|disant|souten(?:ait"
            r"|ant)|fait (?:savoir|valoir|part)|met(?:tant)? l'accent"
        ),
        margins=(
            r"en marge d(?:e|u|es)?(?: la| l)?|dans le cadre d(?:e|u|es)(?: la| l')? ?(?:sommet"
            r"|forum|conference|assemblee|session|reunion)|a l'occasion d(?:e|u)(?: la| l')?"
            r" ?(?:sommet|forum|conference|assemblee)|en parallele (?:a|du|de)|lors d(?:e|u)(?: la|"
            r" l')? ?(?:sommet|forum|conference|assemblee generale)"
        ),
    ),
    links=Links(
        # an adjective follows a post after a space; the name of a state needs a preposition
        of=(
            r" |(?:de la|de l'|du|des|de|d')(?: ?(?:republique|royaume|etat|sultanat|emirat"
            r"|federation|confederation|principaute|grand-duche|union)(?: \w+){0,2}? (?:de la|de l'"
            r"|du|des|de|d'))?"
        ),
        articles=r"le|la|les|l'|un|une|son|sa|ses|leurs?|notre|nos|ce|cet|cette",
        and_=r"et|ainsi que(?: de)?|de meme que|et de",
        place=(
            r"a|au|aux|en|dans|a la|a l'|aupres de|aupres du|aupres des|pres|chez|en (?:republique"
            r"|royaume|federation) (?:\w+ )?(?:de|du|d')|au royaume (?:de|du|d')|aupres (?:de la"
            r"|du) (?:republique|royaume|federation) (?:de|du|d')"
        ),
        honorifics=(
            r"m\.|mm\.|mme|mmes|mlle|monsieur|madame|messieurs|mesdames|s\. ?e\.? ?(?:m\.|mme)?|se"
            r"|son excellence|s\. ?m\.|sa majeste|s\. ?a\. ?r\.|son altesse(?: royale)?(?: le"
            r" prince(?: heritier)?| la princesse)?|dr\.?|pr\.?"
            r"|professeure?|docteure?|general(?: (?:de (?:corps d'armee|division|brigade)|d'armee"
            r"|major))?"
            r"|gal\.?|colonel(?:-major)?|vice-amiral|contre-amiral|commandant|capitaine|amiral"
            r"|lieutenant"
            r"|sheikh|cheikha|mgr|(?:tres )?honorable|monseigneur|cardinal|sir|lord|dame|prince"
            r"|princesse"
            r"|maitre|l'honorable"
        ),
        counterpart=(
            r"homologues?|(?<=son )collegue|(?<=sa )collegue|(?<=ses )collegues|vis-a-vis"
        ),
        head=(
            r"(?:dirigee?|conduite?|presidee?|co-?presidee?|menee?|emmenee?|animee?)s?(?:"
            r" respectivement| conjointement)? par|sous la (?:co-?)?(?:presidence|direction"
            r"|conduite)(?: conjointe| effective)? d(?:e|u)|avec a sa tete|a la tete d'une"
            r" delegation,"
        ),
        heads_after=(
            r"(?:a|ont|avait) (?:co-?)?(?:preside|dirige|conduit)|(?:co-?presid|presid|dirig"
            r"|condui)(?:e|ait|ent|aient|sait|t|era|ra)|a la tete d(?:e|u)"
        ),
        side=r"partie|delegation|cote|equipe|camp",
        particles=(
            r"van|von|de|der|den|del|della|di|da|dos|das|la|le|du|des|d|bin|ibn|ben|bint|bent|al|el"
            r"|ul|ur|ould|mint|cheikh|ag|of|abu|abou|ait|ter|zu|af|e|ep"
        ),
    ),
)
