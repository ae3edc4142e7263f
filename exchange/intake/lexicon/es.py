"""The lexicon of Spanish."""

from dragoman.exchange.intake.lexicon.lexicon import Acts, Lexicon, Links, Marks

_OF = r"(?:del? (?:la |las |los )?)"
_PREP = rf"(?:{_OF}|para (?:la |las |los |el |asuntos de )?|en )"
_MINISTER = r"ministr[oa]s?"
_SECRETARY = r"secretari[oa]s?"
_NO_ADJECTIVE = r"(?!(?:del?|para|en|y|e|a|al|con|encargad\w+|adjunt\w+|interin\w+)(?!\w))"
_ADJECTIVE = rf"(?: {_NO_ADJECTIVE}{{state}})?"
_ADJECTIVES = rf"(?: {_NO_ADJECTIVE}{{state}}(?:(?:,| y| e) [\w-]+){{0,4}})?"
_QUALITY = (
    r"(?: (?:internacional(?:es)?|nacional(?:es)?|exterior(?:es)?|multilateral(?:es)?|humanos"
    r"|bilateral(?:es)?|regional(?:es)?|economic[oa]s?|politic[oa]s?|consular(?:es)?|social(?:es)?"
    r"|public[oa]s?|comercial(?:es)?|europe[oa]s?|african[oa]s?|latinoamerican[oa]s?|global(?:es)?"
    r"|territorial(?:es)?|digital(?:es)?|juridic[oa]s?|cultural(?:es)?))?"
)
_ACTING = r"(?: (?:encargad[oa]s?|interin[oa]s?|en funciones|salientes?|\(e\)|a\. ?i\.))?"
_NO_POST = (
    r"(?!(?:del |de la |el |la )?(?:ministr|primer|president|secretari|embajad|vice|canciller|jef"
    r"|rey|gobern|direct|alt))"
)
_ITEM = (
    rf"{_NO_POST}(?:(?:para|de|del) (?:la |las |los |el )?)?"
    rf"(?:(?:asuntos|relaciones) [\w-]+{_QUALITY}|[\w-]+{_QUALITY})"
)
_FIELD = rf"{_ITEM}(?:(?:, {_ITEM})*,? (?:y|e) {_ITEM})?"
_ABROAD = (
    r"[\w-]+s (?:residentes )?en el (?:exterior|extranjero)|movilidad humana|diaspora|migrantes"
    r"|comunidades? [\w ]{0,20}?en el (?:exterior|extranjero)"
)
_EUROPE = r"(?:de )?(?:la )?union europea|asuntos europeos|europa"
_ASSEMBLY = (
    r"(?:asamblea (?:nacional(?: del poder popular)?|legislativa|de la republica|plurinacional"
    r"|popular|general)?"
    r"|parlamento(?! europeo)|senado(?: de la (?:republica|nacion))?|congreso(?: (?:nacional|de los"
    r" diputados|de la republica|de la union|de la nacion))?|camara (?:de (?:representantes"
    r"|diputados|senadores|los comunes|los lores)|alta|baja)|parlamento nacional|milli majlis"
    r"|mejlis|majlis|knes+et|duma(?: estatal)?|bundestag|bundesrat|cortes generales|consejo"
    r" (?:nacional|de la federacion)|rada suprema|asamblea nacional popular)"
)
_FIELDS = r"(?:(?:,| y| e|, y)? \w+(?:al|ales|ica|icas|iva|ivas|aria|era|eras))*"
_TAIL = (
    r"(?: (?:[\w-]+-[\w-]+|\w+(?:ana|ena|esa|ina|ense|ica|al|ona)))?"
    rf"(?: (?:de|para|sobre)(?: la| las)? (?:cooperacion|complementacion|asociacion){_FIELDS})?"
)
_SESSION = (
    r"(?:sesion(?:es)?|reunion(?:es)?|ronda|edicion|encuentro|comision|ciclo|rueda|consultas)"
)


LEXICON = Lexicon(
    language="es",
    endings=("as", "os", "a", "o", "s"),
    states=(
        "TW República de China; CN República Popular China, República Popular de China; GB Inglaterra; RU Federación Rusa, Kremlin; DO Rep. Dominicana; AE Emiratos; SA Arabia"
        " Saudita; PS Autoridad Palestina, Estado de Palestina, Autoridad Nacional Palestina; KZ"
        " Kazajstán; BH Bahréin, Bahrein; EH República Árabe Saharaui Democrática, RASD; CN RPCh,"
        " RPC; BO Estado Plurinacional de Bolivia; VE República Bolivariana de Venezuela; TL Timor"
        " Oriental; ES Reino de España, Moncloa, La Moncloa, Palacio de la Moncloa, Palacio de"
        " Santa Cruz, Palacio de Viana; org:WHO OMS, Organización Mundial de la Salud; org:IMF"
        " Fondo Monetario Internacional; org:ICC CPI, Corte Penal Internacional; org:EBRD"
        " BERD; org:EIB BEI, Banco Europeo de Inversiones; org:WIPO OMPI; org:UNIDO ONUDI;"
        " org:OPCW OPAQ, Organización para la Prohibición de las Armas Químicas; org:ICRC"
        " Comité Internacional de la Cruz Roja; org:UNODC ONUDD; org:UFM Unión por el"
        " Mediterráneo; org:MERCOSUR Mercado Común del Sur; org:CARICOM Comunidad del Caribe;"
        " org:OIF Francofonía; org:UNWTO OMT, ONU Turismo; VN Viet Nam; AR República"
        " Argentina, Casa Rosada, Palacio"
        " San Martín, Cancillería argentina; CH Confederación Suiza, Confederación Helvética; IR"
        " República Islámica de Irán; UY República Oriental del Uruguay; MX Estados Unidos"
        " Mexicanos; OM Sultanía de Omán; TJ Tadjikistán; US Casa Blanca, Pentágono, Estados Unidos"
        " de Norteamérica, Norteamérica; FR Elíseo, Palacio del Elíseo; BR Itamaraty, República"
        " Federativa del Brasil; CO Casa de Nariño, Palacio de San Carlos; PE Torre Tagle,"
        " República del Perú; MM Myanmar; BW Botswana; RW Rwanda; LS Lesotho; MW Malawi; DJ"
        " Djibouti; FJ Fiji; KG Kirguizistán; BY Belarús; BD Bangladesh; ZW Zimbabwe; MD Moldova;"
        " LA RDP Lao; KE Kenya; SY República Árabe Siria; EG República Árabe de Egipto; GR"
        " República Helénica; CD Congo Kinshasa; SZ Eswatini; TR Türkiye; QA Qatar; IQ Iraq;"
        " org:OAS Organización de los Estados Americanos, Organización de Estados Americanos;"
        " org:AU Unión Africana, UA; org:LAS Liga Árabe, Liga de los Estados Árabes, Liga de"
        " Estados Árabes; org:COE Consejo de Europa; org:IAEA OIEA, Organismo Internacional de"
        " Energía Atómica; org:WB Banco Mundial; org:CIS CEI, Comunidad de Estados Independientes;"
        " org:OIC OCI, Organización de Cooperación Islámica, Organización para la Cooperación"
        " Islámica; org:GCC Consejo de Cooperación del Golfo, CCG; org:WTO OMC; org:UNHCR ACNUR;"
        " org:NAM Movimiento de Países No Alineados, Movimiento No Alineado, MNOAL; org:UN"
        " Organización de las Naciones Unidas; org:CELAC Comunidad de Estados Latinoamericanos y"
        " Caribeños; org:IDB BID, Banco Interamericano de Desarrollo; org:SCO OCS, Organización de"
        " Cooperación de Shanghái; org:OTS Organización de Estados Túrquicos; org:UNDP PNUD;"
        " org:IOM OIM; org:NATO Alianza Atlántica; org:OSCE Organización para la Seguridad y la"
        " Cooperación en Europa; org:ILO OIT, Organización Internacional del Trabajo; org:WFP"
        " PMA, Programa Mundial de Alimentos; org:WTO Organización Mundial del Comercio"
    ),
    demonyms="""
AD andorrano; AE emiratí, emiratíes; AF afgano; AG antiguano; AL albanés, albaneses; AM armenio; AO
angoleño, angolano; AR argentino; AT austriaco; AU australiano; AZ azerbaiyano, azerí, azeríes,
azerbaiyaní, azerbaiyaníes, azerbaijano; BA bosnio, bosnioherzegovino; BB barbadense; BD bangladesí,
bangladesíes; BE belga; BF burkinés, burkineses, burkinabé; BG búlgaro; BH bareiní, bareiníes,
bahreiní, bahreiníes; BI burundés, burundeses; BJ beninés, benineses; BN bruneano; BO boliviano; BR
brasileño, brasilero; BS bahameño; BT butanés, butaneses; BW botsuano; BY bielorruso, belaruso; BZ
beliceño; CA canadiense; CF centroafricano; CH suizo, helvético; CI marfileño, marfilense; CL
chileno; CM camerunés, cameruneses; CN chino; CO colombiano; CR costarricense; CU cubano; CV
caboverdiano; CY chipriota; CZ checo; DE alemán, alemanes; DJ yibutiano; DK danés, daneses; DM
dominiqués, dominiqueses; DO dominicano; DZ argelino; EC ecuatoriano; EE estonio; EG egipcio; EH
saharaui, saharauis; ER eritreo; ES español, españoles; ET etíope; FI finlandés, finlandeses; FJ
fiyiano; FM micronesio; FR francés, franceses; GA gabonés, gaboneses; GB británico; GE georgiano; GH
ghanés, ghaneses; GM gambiano; GQ ecuatoguineano; GR griego, helénico; GT guatemalteco; GW
bisauguineano; GY guyanés, guyaneses; HN hondureño; HR croata; HT haitiano; HU húngaro; ID
indonesio; IE irlandés, irlandeses; IL israelí, israelíes; IN indio; IQ iraquí, iraquíes; IR iraní,
iraníes; IS islandés, islandeses; IT italiano; JM jamaiquino, jamaicano; JO jordano; JP japonés,
japoneses, nipón, nipones; KE keniano, keniata; KG kirguís, kirguisos, kirguiso; KH camboyano; KI
kiribatiano; KM comorense; KN sancristobaleño; KP norcoreano; KR surcoreano; KW kuwaití, kuwaitíes;
KZ kazajo, kazajistano, kazako; LA laosiano; LB libanés, libaneses; LC santaluceño; LI
liechtensteiniano; LK esrilanqués, esrilanqueses, ceilandés, ceilandeses; LR liberiano; LS
lesotense; LT lituano; LU luxemburgués, luxemburgueses; LV letón, letones; LY libio; MA marroquí,
marroquíes; MC monegasco; MD moldavo; ME montenegrino; MG malgache; MH marshalés, marshaleses; MK
macedonio, normacedonio, norcmacedonio; ML maliense; MM birmano; MN mongol, mongoles; MR mauritano;
MT maltés, malteses; MU mauriciano; MV maldivo; MW malauí, malauíes; MX mexicano, mejicano; MY
malasio; MZ mozambiqueño; NA namibio; NE nigerino; NG nigeriano; NI nicaragüense; NL neerlandés,
neerlandeses, holandés, holandeses; NO noruego; NP nepalí, nepalíes, nepalés, nepaleses; NR
nauruano; NZ neozelandés, neozelandeses; OM omaní, omaníes; PA panameño; PE peruano; PH filipino; PK
pakistaní, pakistaníes, paquistaní, paquistaníes; PL polaco; PS palestino; PT portugués,
portugueses, luso; PW palauano; PY paraguayo; QA catarí, cataríes, qatarí, qataríes; RO rumano; RS
serbio; RU ruso; RW ruandés, ruandeses; SA saudí, saudíes, saudita; SB salomonense; SC seychellense;
SD sudanés, sudaneses; SE sueco; SG singapurense; SI esloveno; SK eslovaco; SL sierraleonés,
sierraleoneses; SM sanmarinense; SN senegalés, senegaleses; SO somalí, somalíes; SR surinamés,
surinameses; SS sursudanés, sursudaneses; ST santotomense; SV salvadoreño; SY sirio; SZ suazi,
esuatiniano; TD chadiano; TG togolés, togoleses; TH tailandés, tailandeses; TJ tayiko; TL timorense;
TM turkmeno, turcomano; TN tunecino; TO tongano; TR turco; TT trinitense; TV tuvaluano; TW taiwanés,
taiwaneses; TZ tanzano; UA ucraniano, ucranio; UG ugandés, ugandeses; US estadounidense,
norteamericano; UY uruguayo; UZ uzbeko; VA vaticano; VC sanvicentino; VE venezolano; VN vietnamita;
VU vanuatuense; WS samoano; XK kosovar, kosovares; YE yemení, yemeníes; ZA sudafricano; ZM zambiano;
ZW zimbabuense
""",
    posts=(
        (
            r"(?:vice ?-?primer(?:o|a)?s? ministr[oa]s?|viceprimer(?:o|a)? ministr[oa]s?)"
            rf"(?: y {_MINISTER} {_OF}{_FIELD})?"
            r"|vicepresident[ea]s?(?: (?:primer[oa]|segund[oa]|tercer[oa]))? del (?:gobierno"
            r"|consejo de ministros)|vicejef[ea] del gobierno",
            "deputy prime minister",
        ),
        (
            rf"(?:(?<!vice )(?<!vice-)primer(?:a|os|as)? {_MINISTER}(?: y {_MINISTER}"
            rf" {_OF}{_FIELD})?|premier"
            r"|president[ea]s? del (?:gobierno|consejo(?: de ministros)?)(?! (?:europeo|de |del "
            r"|regional|general|nacional|constitucional|supremo|presidencial|federal|permanente"
            r"|autonomico|vasco|catalan|balear|canario|interino))|president[ea] del consejo de"
            r" ministros|jef[ea]s? (?:de|del|de los) gobiernos?(?! (?:de la ciudad|porten))"
            r"|jef[ea] del ejecutivo)",
            "prime minister",
        ),
        (r"vicecancilleres|vicecanciller", "deputy foreign minister"),
        (
            rf"(?:{_SECRETARY} de estado (?:en|de) (?:el|los) despachos?|{_SECRETARY} del despacho"
            rf"|(?:{_MINISTER} )?encargad[oa]s? del despacho) {_PREP}{{portfolio}}",
            "minister of *",
        ),
        (
            r"canciller(?:es|a)?(?= (?:aleman|austriac|federal|electo aleman|de alemania|de"
            r" austria))|canciller(?:es|a)? federal(?:es)?",
            "chancellor",
        ),
        (
            r"canciller(?:es|a)?|(?:titular|responsable|jef[ea]|encargad[oa]) (?:de|del|de la)(?:"
            r" la)? (?:diplomacia(?! europea)|(?:asuntos |relaciones )?exteriores|cancilleria"
            r"|ministerio de (?:relaciones|asuntos) exteriores)|ministr[oa]s? de exteriores"
            r"|jef[ea] diplomatic[oa]|jef[ea] de la diplomacia(?! europea)",
            "foreign minister",
        ),
        (
            r"jef[ea]s? {state} de la diplomacia|jef[ea] de la diplomacia {state}",
            "foreign minister",
        ),
        (
            r"jef[ea] de la diplomacia (?:europea|comunitaria)|jef[ea] de la politica exterior"
            r" (?:europea|comunitaria|de la union europea|de la ue)",
            "high representative",
        ),
        (
            rf"(?:vice-?ministr[oa]s?|vice ministr[oa]s?|{_MINISTER} adjunt[oa]s?)(?:"
            rf" primer[oa])?{_ADJECTIVE} {_PREP}{{portfolio}}{_ACTING}",
            "deputy minister of *",
        ),
        (
            rf"(?:primer(?:a|os)? )?(?:vice-?ministr[oa]s?) {_PREP}{{portfolio}}{_ACTING}",
            "deputy minister of *",
        ),
        (rf"subsecretari[oa]s?(?: de estado)?{_ADJECTIVE} {_PREP}{_FIELD}", "under secretary"),
        (r"subsecretari[oa]s?(?: de estado)?", "under secretary"),
        (
            rf"{_SECRETARY} de estado{_ADJECTIVE} (?:de (?!los estados|ee|estados)|para )(?:la |las"
            rf" |los |el )?"
            r"(?:asuntos (?:exteriores(?: y globales)?|globales|europeos)|exteriores|union europea"
            r"|cooperacion(?: internacional)?|iberoamerica(?: y el caribe)?|comercio|defensa"
            r"|energia|seguridad|economia|turismo|migraciones|relaciones \w+|accion exterior"
            r"|diplomacia \w+)(?:(?:,| y| e) (?:para )?(?:la |el |los )?(?:iberoamerica|caribe"
            r"|espanol en el mundo|globales|cooperacion internacional|africa|union europea|\w+ en"
            r" el exterior))*",
            "state secretary",
        ),
        (rf"{_SECRETARY} de estado(?! para )", "secretary of state"),
        (rf"{_SECRETARY} {{state}} de estado", "secretary of state"),
        (
            rf"(?:vicepresident[ea]s? y )?(?:{_MINISTER}(?: federal(?:es)?| de estado|"
            rf" encargad[oa]s?| interin[oa]s?| en funciones| a\. ?i\.?| del poder"
            rf" popular)?{_ADJECTIVES}"
            rf" {_PREP}|{_SECRETARY} (?:federal )?{_PREP}){{portfolio}}{_ACTING}",
            "minister of *",
        ),
        (rf"{_SECRETARY} {_NO_ADJECTIVE}{{state}} {_PREP}{{portfolio}}", "minister of *"),
        (rf"titular(?:es)? (?:de la cartera )?{_PREP}{{portfolio}}", "minister of *"),
        (r"ministr[oa]s? consejer[oa]s?", "minister counsellor"),
        (r"(?:primer(?:a|os)? )?vice-?ministr[oa]s?|ministr[oa]s? adjunt[oa]s?", "deputy minister"),
        (rf"{_MINISTER} de estado", "minister of state"),
        (r"consejer[oa]s? federal(?:es)?", "federal councillor"),
        (
            rf"vicepresident[ea]s?(?: primer[oa]| segund[oa])? (?:del|de la|de las) {_ASSEMBLY}",
            "deputy speaker of parliament",
        ),
        (
            rf"(?:president[ea]s?|titular) (?:del|de la|de las|de) (?:[\w-]+ de la )?{_ASSEMBLY}",
            "speaker of parliament",
        ),
        (
            rf"president[ea]s? {{state}} (?:del|de la|de las) {_ASSEMBLY}",
            "speaker of parliament",
        ),
        (
            r"vicepresident[ea]s?(?: (?:primer[oa]|segund[oa]|ejecutiv[oa]|electo|electa))?(?: de"
            r" la republica)?(?! (?:de la|del) (?:comision|gobierno))",
            "vice president",
        ),
        (r"president[ea] del parlamento europeo", "president of the european parliament"),
        (
            r"president[ea] de la comision europea",
            "president of the european commission",
        ),
        (r"president[ea] del consejo europeo", "president of the european council"),
        (
            r"president[ea] del consejo (?:presidencial|soberano)(?: de transicion)?",
            "chairman of the presidential council",
        ),
        (
            rf"president[ea]s? (?:de la comision(?! de la (?:union africana|ua)(?!\w))|del"
            rf" comite)(?: \w+)? {_PREP}{_FIELD}(?: (?:del|de"
            rf" la) {_ASSEMBLY})?",
            "chair of committee",
        ),
        (
            r"president[ea] de la comision(?= de la (?:union africana|ua)(?!\w))",
            "chairperson of the commission",
        ),
        (
            r"president[ea]s? del? (?:la )?(?:grupo|liga)(?: (?:inter)?parlamentari[oa])? de"
            r" amistad(?: [\w-]+-[\w-]+)?",
            "chair of friendship group",
        ),
        (
            r"(?:vicesecretari[oa]s? general(?:es)?|secretari[oa]s? general(?:es)? adjunt[oa]s?"
            r"|subsecretari[oa]s? general(?:es)?)",
            "deputy secretary general",
        ),
        (
            rf"{_SECRETARY} general(?:es)?(?: iberoamerican[oa]| del? (?:ministerio|secretaria)"
            rf" {_PREP}{{portfolio}}| (?:de|para) (?:politica exterior|asuntos exteriores|la union"
            r" europea|seguridad nacional))?",
            "secretary general",
        ),
        (r"director(?:a|es|as)? ejecutiv[oa]s?", "executive director"),
        (r"director(?:a|es|as)? gerentes?", "managing director"),
        (r"relator(?:a|es|as)? especial(?:es)?", "special rapporteur"),
        (r"director(?:a|es|as)? general(?:es)? adjunt[oa]s?", "deputy director general"),
        (
            rf"director(?:a|es|as)? general(?:es)?(?: {_PREP}(?:asuntos|relaciones|politica"
            rf"|cooperacion"
            r"|america|asia|africa|europa|organismos)(?: (?:exterior|bilateral\w*|multilateral\w*"
            r"|\w+ales|\w+icos?|\w+icas?|\w+ores))*)?",
            "director general",
        ),
        (
            r"alt[oa]s?[ -]comisionad[oa]s?(?: de (?:la onu|las naciones unidas|naciones"
            r" unidas))?(?: para (?:los (?:refugiados|derechos humanos)|la paz))?",
            "high commissioner",
        ),
        (
            r"alt[oa]s? representantes?(?: de la union)?(?: para (?:la politica exterior|(?:los"
            r" )?asuntos exteriores)(?: y (?:la )?politica de seguridad| y de seguridad)?)?",
            "high representative",
        ),
        (
            r"alt[oa]s? representantes? de la {state} para (?:la politica exterior|(?:los"
            r" )?asuntos exteriores)(?: y (?:la )?politica de seguridad| y de seguridad)?",
            "high representative",
        ),
        (
            r"(?:enviad[oa]s? (?:especial(?:es)?|personal(?:es)?)|representantes?"
            r" (?:especial(?:es)?|personal(?:es)?)|coordinador[a]? especial|emisari[oa]s?)(?: del"
            r" (?:secretario general|presidente)(?: de (?:la onu|las naciones unidas|naciones"
            r" unidas))?)?(?: para (?:el |la |los |las )?[\w-]+)?",
            "special envoy",
        ),
        (
            r"(?:enviad[oa]|representante|coordinadora?) (?:especial|personal) (?:del? )?(?:la "
            r"|los )?{state} (?:para|en) (?:el |la |los |las )?[\w-]+(?: (?:medio|proximo|central"
            r"|occidental|del sur))?",
            "special envoy",
        ),
        (
            r"(?:enviad[oa]|representante) (?:especial|personal) {state} (?:para|en) (?:el |la "
            r"|los |las )?[\w-]+(?: (?:medio|proximo|central|occidental|del sur))?",
            "special envoy",
        ),
        (
            r"(?:representantes?|embajador(?:a|es)?) permanentes?(?: alterno)?",
            "permanent representative",
        ),
        (
            rf"comisari[oa]s?(?: europe[oa]s?)?(?: {_PREP}{_FIELD})?(?! de policia)",
            "commissioner",
        ),
        (
            r"encargad[oa]s? de negocios(?: (?:a\.? ?i\.?|ad interim|interin[oa]))?",
            "charge d'affaires",
        ),
        (
            r"embajador(?:a|es|as)?(?: (?:extraordinari[oa]s? y plenipotenciari[oa]s?|design\w+"
            r"|concurrentes?|itinerantes?|no residentes?|en mision especial))*(?! de buena"
            r" voluntad)",
            "ambassador",
        ),
        (r"nuncio(?: apostolico)?", "apostolic nuncio"),
        (r"jef[ea]s? de (?:la )?mision(?: diplomatica)?(?: adjunt[oa])?", "head of mission"),
        (r"consul(?:es|esa)? general(?:es)?", "consul general"),
        (r"consul(?:es)? honorari[oa]s?", "honorary consul"),
        (
            r"(?:asesor(?:a|es|as)?|consejer[oa]s?)(?: (?:de seguridad(?: nacional)?"
            r"|diplomatic[oa]|especial(?:es)?|presidencial(?:es)?|internacional(?:es)?"
            r"|principal(?:es)?|(?:del|de la) (?:president[ea]|primer ministro)))*(?! federal)",
            "adviser",
        ),
        (r"jef[ea]s? de(?:l)? (?:gabinete|staff|despacho)(?: de ministros)?", "chief of staff"),
        (
            r"jef[ea]s? del (?:estado mayor|comando conjunto)(?: (?:general|conjunto|de (?:la "
            r"defensa|las fuerzas armadas)))*",
            "chief of the general staff",
        ),
        (
            r"agregad[oa]s? (?:de (?:defensa|prensa)|militar(?:es)?|naval(?:es)?|aere[oa]|policial"
            r"|cultural(?:es)?|comercial(?:es)?|economic[oa])(?: y (?:militar|naval|aere[oa]|de"
            r" defensa))?",
            "attache",
        ),
        (
            r"(?:director(?:a|es)?|jef[ea]s?) adjunt[oa]s?|subdirector(?:a|es)?(?: general)?",
            "deputy director",
        ),
        (
            r"(?:director(?:a|es)?|jef[ea]s?|encargad[oa]) (?:del|de la|de las|de los|de)"
            r" (?:(?:departamento|division|direccion(?: general)?|oficina|seccion|unidad)(?:"
            r" (?:del?|para) (?:la |las |los )?(?:asuntos|relaciones|cooperacion|europa|africa"
            r"|asia|america)(?: \w+(?:icos?|icas?|ales|ores|eos?|eas?|anos?|anas?))?)?|asuntos \w+"
            r"|protocolo|(?:africa|asia|europa|america(?: (?:del norte|del sur|latina|central))?"
            r"|norteamerica|centroamerica|oceania|oriente medio)(?:(?:,| y| e) (?:el )?(?:africa"
            r"|asia"
            r"|europa|america|norteamerica|caribe|oceania|pacifico|oriente medio|medio oriente))*)"
            r"|director(?:a|es)? politic[oa]s?",
            "head of department",
        ),
        (r"(?:principe|princesa)s? hereder[oa]s?", "crown prince"),
        (r"(?:papa|sumo pontifice|santo padre)(?! noel)", "pope"),
        (
            r"(?:(?<=\bel )rey|(?<=\bal )rey|(?<=\bdel )rey|(?<=\bla )reina|(?<=\blos )reyes"
            r"|sultan|emir"
            r"|emperador|monarca|gran duque(?:sa)?)s?|jeque(?="
            r" mohamed bin zayed)",
            "head of state",
        ),
        (
            r"(?:(?<!\bsu )president[ea]s?(?: (?:de la (?:republica(?! (?:dominicana|argentina"
            r"|checa|islamica|popular|bolivariana|oriental|federativa|democratica|arabe|helenica"
            r"|centroafricana|cooperativa|socialista|eslovaca|portuguesa|saharaui))|nacion)"
            r"|constitucional|federal|elect[oa]"
            r"|encargad[oa]|interin[oa]|en funciones|de transicion))*(?! (?:ejecutiv[oa] |pro"
            r" tempore )?(?:del|de la|de los|de las|de) (?:sub)?(?:comision|consejo|comite|grupo"
            r"|banco|camara|corte|tribunal|partido|delegacion|federacion(?! de rusia| rusa)"
            r"|sociedad|region|asociacion|universidad|fundacion|autoridad(?! (?:nacional"
            r" )?palestina)|oficina|agencia|sindicato|club|jurado|sesion|asamblea|movimiento|foro"
            r"|instituto|union|organizacion|parlamento|senado|congreso|liga|gobierno|empresa"
            r"|centro|conferencia|junta|confederacion(?! suiza| helvetica)|generalitat|xunta"
            r"|cabildo|diputacion|red|academia|mesa|gobernacion|cortes|poder judicial"
            r"|directorio)\w*)|(?:primer(?:a|os)? )?mandatari[oa]s?|jef[ea]s? (?:de|del|de los)"
            r" estados?(?! mayor)|gobernantes?)",
            "president",
        ),
        (r"gobernador(?:a)? general", "governor general"),
        (rf"gobernador(?:a|es)?(?: {_OF}[\w-]+)?", "governor"),
        (rf"(?:alcalde(?:sa)?s?|intendentes?)(?: {_OF}[\w-]+)?", "mayor"),
        (r"ministr[oa]", "minister"),
    ),
    portfolios=(
        (
            r"(?:(?:las )?relaciones exteriores|(?:los )?asuntos exteriores|exteriores"
            rf"|relaciones internacionales)(?:(?:,| y| e)(?: de| para)? (?:la |el |los"
            rf" )?(?:{_ABROAD}|culto"
            r"|comercio(?: (?:internacional|exterior))?|integracion(?: regional)?|turismo"
            rf"|cooperacion(?! para)(?: (?:internacional|africana|regional))?|{_EUROPE}|globales"
            rf"|inversiones"
            r"|asuntos globales|migracion))*",
            "foreign affairs",
        ),
        (r"(?:asuntos europeos|union europea|europa|integracion europea)", "european affairs"),
        (_ABROAD, "diaspora"),
        (r"cultos?|asuntos religiosos", "religious affairs"),
        (r"defensa(?: nacional)?|fuerzas armadas|guerra", "defence"),
        (
            r"(?:del )?interior|asuntos internos|gobernacion|gobierno",
            "interior",
        ),
        (r"(?:la )?presidencia", "the presidency"),
        (r"relaciones economicas(?: internacionales)?", "economic relations"),
        (r"hacienda(?: y credito publico)?|finanzas(?: publicas)?|tesoro", "finance"),
        (r"economia|asuntos economicos|desarrollo economico|economia nacional", "economy"),
        (r"(?:el )?comercio(?: (?:exterior|internacional))?|mipymes", "trade"),
        (r"inversion(?:es)?(?: extranjera)?", "investment"),
        (
            r"empresas?|competitividad|(?:la )?industrias?(?: ligera| pesada)?|produccion(?:"
            r" industrial)?",
            "industry",
        ),
        (
            r"(?:la )?energias?(?: (?:electrica|renovables?))?|transicion (?:ecologica|energetica)",
            "energy",
        ),
        (r"petroleo(?: y gas)?|hidrocarburos", "oil"),
        (r"electricidad", "electricity"),
        (r"(?:minas|mineria|recursos (?:minerales|naturales)|desarrollo minero)", "mining"),
        (
            r"agricultura|ganaderia|desarrollo (?:rural|agrario)|agro|desarrollo agrario y riego",
            "agriculture",
        ),
        (r"alimentacion|seguridad alimentaria|alimentos", "food"),
        (r"pesca|acuicultura|economia azul", "fisheries"),
        (
            r"educacion(?: (?:superior|publica|nacional))?|universidades|formacion profesional"
            r"|ensenanza superior",
            "education",
        ),
        (r"salud(?: publica)?|sanidad|asistencia social", "health"),
        (r"justicia|derecho", "justice"),
        (r"transportes?|movilidad(?: sostenible)?|transito", "transport"),
        (r"tierras?|territorio|ordenamiento territorial", "land"),
        (r"culturas?|patrimonio|las artes|artes", "culture"),
        (r"(?:medio ?ambiente|ambiente|ecologia|desarrollo sostenible)", "environment"),
        (r"clima|cambio climatico", "climate"),
        (r"trabajo|empleo|seguridad social|prevision social|promocion del empleo", "labour"),
        (
            r"asuntos sociales|proteccion social|desarrollo social|inclusion(?: social)?"
            r"|(?:desarrollo e )?inclusion social|bienestar(?: social)?|derechos sociales",
            "social affairs",
        ),
        (r"ciencias?|investigacion(?: cientifica)?|innovacion", "science"),
        (r"tecnologias?", "technology"),
        (r"turismo", "tourism"),
        (r"(?:el )?deportes?", "sport"),
        (r"(?:la )?juventud", "youth"),
        (r"(?:el )?aguas?|riego|recursos hidricos|saneamiento", "water"),
        (r"seguridad(?: (?:nacional|publica|ciudadana|interior))?", "security"),
        (r"paz|reconciliacion", "peace"),
        (r"(?:tele)?comunicaci(?:on|ones)(?: social)?|medios", "communications"),
        (r"informacion", "information"),
        (
            r"(?:transformacion|economia|desarrollo|funcion publica|agenda)? ?digital(?:izacion)?"
            r"|inteligencia artificial",
            "digital development",
        ),
        (r"desarrollo|cooperacion para el desarrollo", "development"),
        (r"cooperacion(?: internacional)?", "international cooperation"),
        (r"planificacion|planeacion|plan", "planning"),
        (r"infraestructuras?|obras publicas|fomento", "infrastructure"),
        (r"vivienda|construccion|urbanismo|habitat|ciudad(?: y territorio)?", "construction"),
        (r"migracion(?:es)?|inmigracion", "migration"),
        (r"(?:situaciones de )?emergencias?|gestion de riesgos|proteccion civil", "emergencies"),
        (r"(?:la )?mujer(?:es)?|igualdad|familia|genero|poblaciones vulnerables", "women"),
        (
            r"relaciones con las cortes|asuntos parlamentarios|memoria democratica",
            "parliamentary affairs",
        ),
        (r"administraciones publicas|reforma|modernizacion", "administration"),
        (r"derechos humanos", "human rights"),
        (r"ampliacion|vecindad", "enlargement"),
    ),
    bodies=(
        (
            r"consultas (?:\w+ )?consulares|dialogo consular|(?:comision|grupo|mecanismo) (?:\w+"
            r" )?consular|comision mixta consular|consultas (?:sobre|en) (?:asuntos|materia)"
            r" consular(?:es)?",
            "consular consultations",
        ),
        (
            r"(?:mecanismo (?:bilateral )?de )?consultas? (?:\w+ )?(?:politicas?|bilaterales?"
            r"|diplomaticas?)(?: (?:bilaterales?|politicas?))?|mecanismo (?:bilateral |permanente"
            r" )?de (?:consulta|concertacion|dialogo)s?(?: politic[ao]s?)?(?: bilateral(?:es)?)?"
            r"|consultas entre (?:los |las |ambos |ambas )?(?:dos )?(?:ministerios|cancillerias)"
            r"|consultas intercancillerias|consultas inter-?ministeriales",
            "political consultations",
        ),
        (
            r"(?:gran )?(?:comision|comite)(?: \w+){0,3}? (?:mixt[oa] )?intergubernamental"
            rf"(?: mixt[oa])?{_TAIL}|comision binacional|comision intergubernamental{_TAIL}"
            r"|gabinete binacional",
            "intergovernmental commission",
        ),
        (
            r"(?:gran |alta )?(?:comision|comite)(?: [\w-]+){0,3}? (?:mixt[oa]|conjunt[oa]"
            r"|bilateral)"
            rf"{_TAIL}|comision(?: [\w-]+)? de (?:cooperacion|vecindad|complementacion){_FIELDS}",
            "joint commission",
        ),
        (
            r"dialogo (?:[\w-]+ )?estrategico|dialogo (?:politico |estrategico |economico )?de"
            r" alto nivel|dialogo de asociacion(?: estrategica)?|consejo de asociacion estrategica",
            "strategic dialogue",
        ),
        (
            r"grupos? (?:\w+ )?de trabajo(?: (?:conjunto|bilateral|mixto))?|grupos? de expertos"
            r"|mesa de trabajo",
            "working group",
        ),
        (
            r"(?:grupos?|ligas?)(?: (?:inter)?parlamentari[oa]s?)? de amistad(?:"
            r" (?:inter)?parlamentari[oa]s?)?|grupos? interparlamentari[oa]s?|comision"
            r" (?:parlamentaria mixta|interparlamentaria|mixta (?:inter)?parlamentaria)|comite"
            r" interparlamentario",
            "inter-parliamentary group",
        ),
    ),
    levels=(
        (r"visitas? de estado", "state"),
        (
            r"visitas? oficial(?:es)? (?:y )?de trabajo|visitas? de trabajo oficial(?:es)?",
            "official working",
        ),
        (r"(?:visitas?|viaje|gira) de trabajo", "working"),
        (r"(?:visitas?|viaje|gira) oficial(?:es)?", "official"),
        (r"(?:visitas?|viaje) (?:de caracter )?privad[oa]s?", "private"),
    ),
    instruments=(
        (
            r"memorand(?:o|os|um|a|ums) de (?:entendimiento|cooperacion|acuerdo)|memorand(?:o|os"
            r"|um|ums)|mou|carta de (?:intencion|entendimiento)",
            "memorandum of understanding",
        ),
        (r"(?:canje|intercambio) de notas", "exchange of notes"),
        (r"comunicados? conjuntos?", "joint statement"),
        (
            r"declaraci(?:on|ones) (?:conjuntas?|de intenciones|politica conjunta)",
            "joint declaration",
        ),
        (
            r"plan(?:es)? de (?:accion|trabajo)|programas? de (?:cooperacion|trabajo|intercambio)"
            r"|hojas? de ruta|agenda de trabajo",
            "action plan",
        ),
        (r"actas?(?: final(?:es)?)?|minutas?", "minutes"),
        (r"protocolos?(?! de estado)", "protocol"),
        (r"tratados?(?! de)|tratados? de (?:\w+)", "treaty"),
        (
            r"(?<!de )acuerdos?(?:[ -]marco)?|convenios?(?:[ -]marco)?|convenci(?:on|ones)",
            "agreement",
        ),
    ),
    topics=(
        (
            r"comercio|comercial(?:es)?|exportaci(?:on|ones)|importaciones|libre comercio|balanza"
            r" comercial|aranceles|arancelari[oa]s?",
            "trade",
        ),
        (r"inversi(?:on|ones)|inversionistas?|inversor(?:es|as)?", "investment"),
        (
            r"(?:energias?|fuentes?) (?:renovables?|limpias?|verdes?)|renovables|solar(?:es)?"
            r"|eolic[oa]s?|hidrogeno(?: verde)?",
            "renewable energy",
        ),
        (r"energia (?:nuclear|atomica)|centrales? nucleares?", "nuclear energy"),
        (
            r"(?:programa|dossier|acuerdo|cuestion|armas) nuclear(?:es)?|armamento nuclear",
            "nuclear programme",
        ),
        (r"gas(?: natural| licuado)?|gasoductos?|gnl|gasifer[oa]s?", "natural gas"),
        (r"petroleo|petroler[oa]s?|hidrocarburos|oleoductos?", "oil"),
        (r"electricidad|electric[oa]s?|interconexion", "electricity"),
        (r"energias?|energetic[oa]s?|transicion energetica", "energy"),
        (r"ferroviari[oa]s?|ferrocarril(?:es)?|trenes|tren", "railways"),
        (
            r"aviacion|aere[oa]s?|vuelos? directos?|conectividad aerea|aeroportuari[oa]s?",
            "aviation",
        ),
        (r"transito", "transit"),
        (r"transportes?|logistic[oa]s?|corredor(?:es)?(?: \w+)?", "transport"),
        (r"puertos?|portuari[oa]s?", "ports"),
        (r"conectividad", "connectivity"),
        (r"infraestructuras?|obras publicas", "infrastructure"),
        (
            r"(?:seguridad|soberania) alimentaria|cereal(?:es)?|trigo|granos|fertilizantes",
            "food security",
        ),
        (r"agricultura|agricol[ao]s?|agropecuari[oa]s?|agro\w*|ganaderia", "agriculture"),
        (r"pesca|pesquer[oa]s?|acuicultura", "fisheries"),
        (
            r"(?:recursos|gestion|escasez|acceso|uso) (?:del |al |de )?(?:agua|aguas|hidric[oa]s?)"
            r"|hidric[oa]s?|riego|represas?|aguas transfronterizas|desalinizacion",
            "water",
        ),
        (
            r"medio ?ambiente|medioambiental(?:es)?|ambiental(?:es)?|biodiversidad|oceanos?",
            "environment",
        ),
        (r"cop ?-?[0-9]{2}", "COP"),
        (r"clima|climatic[oa]s?", "climate"),
        (
            r"salud|sanitari[oa]s?|medic[oa]s?|medicamentos?|farmaceutic[oa]s?|vacunas?"
            r"|hospital(?:es)?",
            "health",
        ),
        (
            r"educacion|educativ[oa]s?|becas?|universidad(?:es)?|universitari[oa]s?|estudiantes?"
            r"|academic[oa]s?|formacion(?! de(?:l)? (?:gobierno|un gobierno|una coalicion))",
            "education",
        ),
        (r"inteligencia artificial", "artificial intelligence"),
        (r"ciencias?|cientific[oa]s?|investigacion", "science"),
        (r"tecnologias?|tecnologic[oa]s?|innovacion", "technology"),
        (r"patrimonio(?: cultural)?|bienes culturales", "cultural heritage"),
        (r"cultura(?:s)?|cultural(?:es)?", "culture"),
        (r"turismo|turistic[oa]s?|turistas?", "tourism"),
        (r"deportes?|deportiv[oa]s?", "sport"),
        (r"juventud|jovenes|juvenil(?:es)?", "youth"),
        (
            r"migracion(?:es)?|migratori[oa]s?|inmigracion|migrantes?|readmision|deportaciones",
            "migration",
        ),
        (r"visas?|visados?", "visas"),
        (r"consular(?:es)?", "consular affairs"),
        (
            r"fronteras?|fronteriz[oa]s?|transfronteriz[oa]s?|delimitacion|demarcacion|limitrofes?",
            "border",
        ),
        (r"ciber\w*", "cyber security"),
        (
            r"(?:seguridad|estabilidad)(?: y (?:la )?(?:seguridad|estabilidad))?"
            r" (?:regional(?:es)?|en la region|de la region|hemisferica)",
            "regional security",
        ),
        (
            r"(?:contra)?terrorismo|(?:anti)?terroristas?|antiterrorismo|extremismo",
            "counter-terrorism",
        ),
        (
            r"crimen (?:transnacional )?organizado|delincuencia(?: organizada)?|criminalidad(?:"
            r" organizada)?|narcotrafico|trafico de (?:drogas|personas|armas|migrantes)|trata de"
            r" personas|drogas|estupefacientes|lavado de (?:activos|dinero)",
            "organised crime",
        ),
        (r"defensa(?! (?:de|del)(?!\w))|militar(?:es)?|armamento", "defence"),
        (r"(?<!consejo de )seguridad(?! (?:social|vial|juridica))", "security"),
        (
            r"espacio (?:ultraterrestre|exterior)|espacial(?:es)?|satelites?|satelital(?:es)?",
            "space",
        ),
        (r"digital(?:es|izacion)?", "digital cooperation"),
        (r"telecomunicaciones", "telecommunications"),
        (r"bancari[oa]s?|financier[oa]s?|finanzas|financiamiento|financiacion", "finance"),
        (r"aduanas?|aduaner[oa]s?", "customs"),
        (r"(?:doble )?(?:imposicion|tributacion)|fiscal(?:es|idad)?|tributari[oa]s?", "taxation"),
        (r"derechos humanos", "human rights"),
        (
            r"(?:ayuda|asistencia|situacion|acceso|corredor(?:es)?|crisis|socorro)(?: \w+)?"
            r" humanitari[oa]s?",
            "humanitarian aid",
        ),
        (r"humanitari[oa]s?", "humanitarian relations"),
        (r"refugiad[oa]s?|desplazad[oa]s?(?: intern[oa]s?)?", "refugees"),
        (r"reconstruccion", "reconstruction"),
        (
            r"desminado|minas (?:antipersonal?|terrestres|antipersonas)|accion contra las minas",
            "mine action",
        ),
        (
            r"(?:proceso|acuerdos?|tratado|conversaciones|negociaciones|plan|agenda) de paz"
            r"|normalizacion|alto el fuego|cese (?:al|del) fuego|solucion pacifica",
            "peace process",
        ),
        (r"pos(?:t)?-?conflicto|posguerra", "post-conflict situation"),
        (
            r"(?:asuntos|temas|cuestiones|desafios|retos|situacion|acontecimientos|agenda"
            r"|coyuntura|realidad|panorama)(?: \w+)? regional(?:es)?|regional(?:es)?(?= (?:y|e)"
            r" (?:internacional|global|mundial|multilateral))|situacion (?:en|de) (?:la region"
            r"|oriente (?:medio|proximo))|acontecimientos en la region",
            "regional questions",
        ),
        (
            r"(?:asuntos|temas|cuestiones|desafios|retos|situacion|acontecimientos|agenda"
            r"|coyuntura|escenario|panorama)(?: (?!regional)\w+)? (?:internacional|global"
            r"|mundial)(?:es)?|(?<=regional e )internacional|(?<=regionales e )internacionales"
            r"|(?<=regional y )global|(?<=regionales y )globales|multilateralismo",
            "international questions",
        ),
        (r"multilateral(?:es)?", "multilateral cooperation"),
        (
            r"(?:organismos|organizaciones|foros) internacionales|naciones unidas|foros"
            r" multilaterales",
            "international organisations",
        ),
        (r"(?:inter)?parlamentari[oa]s?", "inter-parliamentary relations"),
        (
            r"(?:relaciones|dialogo|cooperacion|vinculos|lazos|concertacion)(?: \w+)?"
            r" politic[oa]s?|politico-diplomatic[oa]s?",
            "political relations",
        ),
        (
            r"economic[oa]s?|(?:relaciones|vinculos|intercambios) economic[oa]s?",
            "economic relations",
        ),
        (
            r"(?:relacion(?:es)?|vinculos|lazos|cooperacion|agenda|temas|asuntos|nexos|plano"
            r"|ambito)(?:"
            r" \w+){0,3}? bilateral(?:es)?|(?:relaciones|lazos|vinculos|nexos)"
            r" (?:de amistad )?(?:y cooperacion )?entre (?:los dos|ambos|nuestros) paises",
            "bilateral relations",
        ),
        (r"politica exterior", "foreign policy"),
        (r"sanciones|bloqueo(?: economico)?|embargo", "sanctions"),
        (
            r"cooperacion (?:para el|al) desarrollo|ayuda al desarrollo|desarrollo sostenible",
            "development cooperation",
        ),
        (
            r"diaspora|compatriotas|connacionales|comunidad(?:es)? [\w ]{3,40}? en el (?:exterior"
            r"|extranjero)|(?:comunidad|colectividad) \w+ (?:residente|radicada)",
            "diaspora",
        ),
        (r"medios de comunicacion|periodistas?|prensa escrita|audiovisual(?:es)?", "media"),
        (
            r"asistencia (?:judicial|juridica)(?: mutua)?|judicial(?:es)?|extradicion(?:es)?"
            r"|cooperacion juridica",
            "justice",
        ),
        (
            r"marco (?:juridico|legal|normativo|convencional)|base (?:juridica|legal)|acervo"
            r" juridico",
            "legal framework",
        ),
        (r"empleo|trabajador(?:es|as)|movilidad laboral|laboral(?:es)?|mano de obra", "labour"),
        (
            r"desastres?(?: naturales)?|terremotos?|sismos?|proteccion civil|emergencias|gestion"
            r" de riesgos?|inundaciones",
            "disaster management",
        ),
        (r"control de armamentos?|desarme|(?:no )?proliferacion", "arms control"),
        (r"elecciones|electoral(?:es)?|comicios", "elections"),
        (
            r"miner[oa]s?|mineria|minerales(?: criticos)?|litio|tierras raras|materias primas"
            r" criticas",
            "mining",
        ),
        (r"industrias?|industrial(?:es|izacion)?", "industry"),
        (
            r"ampliacion (?:de la (?:ue|union europea)|europea)|adhesion|integracion europea",
            "enlargement",
        ),
        (r"prisioner[oa]s?|rehenes|detenid[oa]s?|pres[oa]s politic[oa]s", "prisoners"),
        (r"(?:personas )?desaparecid[oa]s", "missing persons"),
        (r"minorias?", "minorities"),
        (r"mujer(?:es)?|igualdad de genero|(?:enfoque|perspectiva) de genero|feminista", "women"),
        (
            r"cooperacion (?:descentralizada|local|entre ciudades)|hermanamientos?",
            "local cooperation",
        ),
    ),
    ordinals=(
        r"(?!primer[ao]?s? ministr|segund[oa]s? vice)(?P<number>[0-9]{1,2}|[ivx]{1,6}"
        r"|{words})(?:\.? ?(?:º|ª|°|er|era|ero|da|do|ra|ta|to|va|vo|na|no|ma|mo|a|o)(?!\w)|\.)?"
    ),
    ordinal_words={
        form: number
        for number, forms in enumerate(
            (
                "primer primera primero primeras primeros",
                "segunda segundo",
                "tercer tercera tercero",
                "cuarta cuarto",
                "quinta quinto",
                "sexta sexto",
                "septima septimo setima",
                "octava octavo",
                "novena noveno",
                "decima decimo",
                "undecima undecimo decimoprimera",
                "duodecima duodecimo decimosegunda",
                "decimotercera decimotercer decimotercero",
                "decimocuarta decimocuarto",
                "decimoquinta decimoquinto",
                "decimosexta decimosexto",
                "decimoseptima decimoseptimo",
                "decimoctava decimoctavo",
                "decimonovena decimonoveno",
                "vigesima vigesimo",
                "vigesimoprimera vigesimoprimer",
                "vigesimosegunda vigesimosegundo",
                "vigesimotercera vigesimotercer",
                "vigesimocuarta vigesimocuarto",
                "vigesimoquinta vigesimoquinto",
            ),
            1,
        )
        for form in (*forms.split(), *(f"{one}s" for one in forms.split()))
    },
    dates=(
        # the engine drops what it cannot read; so neither the morning nor the city is a day
        r"santo domingo|domingo(?= [a-z]+(?: \w+)?,)|(?:por|en|de|durante|hacia|toda) la manana(?:"
        r" del?)?",
        r"(?:{weekday},? )?(?:el )?(?:dia )?[0-9]{1,2}(?:º|ro)? de {month}(?: (?:de|del)"
        r" [0-9]{4})?",
        r"(?:a )?(?:principios|comienzos|inicios|mediados|finales|fines) de {month}(?: (?:de|del)"
        r" [0-9]{4})?",
        r"{month} (?:de |del )?[0-9]{4}",
        r"(?:primer|segundo|tercer|cuarto) (?:trimestre|semestre) (?:de|del) [0-9]{4}",
        r"(?:principios|comienzos|inicios|mediados|finales|fines) de [0-9]{4}",
        r"(?:primavera|verano|otono|invierno) de [0-9]{4}",
        r"{weekday}",
    ),
    months={"setiembre": 9},
    near_days={
        "hoy": 0,
        "esta manana": 0,
        "esta tarde": 0,
        "esta noche": 0,
        "ayer": -1,
        "anoche": -1,
        "anteayer": -2,
        "antier": -2,
        "antes de ayer": -2,
        "manana": 1,
        "pasado manana": 2,
    },
    weekdays={
        word: day
        for day, word in enumerate(
            ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
        )
    },
    not_names=(
        "reunion el la los las lo un una unos unas de del al a en con por para sobre entre desde hasta tras"
        " durante segun ante su sus este esta estos estas ese esa ambos ambas asimismo ademas"
        " tambien finalmente dicho dicha ministerio ministerios ministro ministra ministros"
        " republica reino gobierno parlamento asamblea senado congreso camara comision comite"
        " conferencia cumbre union naciones unidas organizacion departamento direccion oficina"
        " embajada palacio universidad centro instituto banco empresa compania consejo acuerdo"
        " memorando memorandum protocolo convenio tratado declaracion comunicado sr sra sres dr dra"
        " don dona s e se excelencia excelentisimo excelentisima majestad primer primera vice"
        " viceministro viceministra presidente presidenta vicepresidente vicepresidenta canciller"
        " vicecanciller cancilleria secretario secretaria general estado estados federal nacional"
        " conjunto conjunta comun europeo europea africano africana arabe asiatico latinoamericano"
        " caribe occidental oriental norte sur este oeste central seguridad defensa asuntos"
        " exteriores relaciones cooperacion asociacion estrategico estrategica dialogo sesion foro"
        " grupo trabajo europa africa asia america latinoamerica iberoamerica centroamerica"
        " sudamerica oriente medio proximo golfo lunes martes miercoles jueves viernes sabado"
        " domingo enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre"
        " noviembre diciembre aeropuerto hotel casa sala sede ciudad presidencia delegacion parte"
        " visita encuentro reunion entrevista firma agencia efe prensa latina comunidad alianza"
        " liga fondo programa fundacion dia semana mision alto alta comisionado comisario embajador"
        " embajadora enviado rey reina principe papa jefe jefa mandatario asi cuando mientras como"
    ),
    acts=Acts(
        visit=(
            r"(?<!intercambio de )(?<!intercambios de )visitas?(?! (?:de (?:cortesia|alto nivel)"
            r"|mutuas|reciprocas))|visit(?:o|aron|ar|ara|aran|aba|aban|ando|e|en|ado)|viaj(?:o|aron"
            r"|a|an|ar|ara|aran|aba|ando|ado)(?! de negocios)|viajes?(?! de negocios)|gira|lleg(?:o"
            r"|aron|a|an|ara|aran|ar|ando)(?= (?:a|al|este|hoy|ayer|el|la|en|esta|manana"
            r"|procedente))|llegada(?= (?:a|al|de|del))|arrib(?:o|aron|a|ara|aran|ar|ando)"
            r"|arribo(?= (?:a|al|de|del))|(?:se )?(?:desplazo|desplazara|desplaza|traslado"
            r"|trasladara|traslada)(?= (?:a|al|hoy|este|hasta) )|aterriz(?:o|a|ara)|estancia"
            r"|vol(?:o|ara) a|acudi(?:o|ra) a"
        ),
        meet=(
            r"(?:se )?(?:reun(?:io|ieron|e|en|ira|iran|ia|ian|irse|ido|idos|idas|ir|iran|iendose"
            r"|iendo)|entrevist(?:o|aron|a|an|ara|aran|aba|arse|ado|ados)|encontr(?:o|aron|ara|aran"
            r"|arse)(?= con))|mantuv(?:o|ieron|iera)|(?:mantiene|mantienen|mantendra|mantendran"
            r"|mantener|sostuvo|sostuvieron|sostendra|sostendran|sostiene|sostienen|sostener"
            r"|celebro|celebraron|celebrara|celebraran|celebra|celebran|tuvo|tuvieron)(?= (?:hoy "
            r"|ayer |este \w+ |esta \w+ |tambien |el \w+ |en \w+ )?(?:un |una |unas |unos |sendas "
            r"|varias |distintas |importantes? |su )?\w* ?(?:reunion|encuentro|conversacion"
            r"|entrevista|dialogo|audiencia|consultas|almuerzo|cena|charla|dialog))|reunion(?:es)?"
            r"|encuentros?(?! (?:empresarial|academico))|entrevistas?|conversaciones|conversacion"
            r"|conversa(?:ron|n|r|ra|ran|do)|converso|negociaciones|dialog(?:o|aron|ar|ara|aran"
            r"|an|ado)(?= con)"
            r"|dialogaron|audiencias?|visitas? de cortesia|(?:almuerzo|cena|desayuno) de trabajo"
            r"|(?:sesion|jornada) de trabajo|mesas? redondas?|intercambi(?:o|aron|ar|an)"
            r" (?:opiniones|criterios|impresiones|puntos de vista|ideas)|(?:se )?(?:vio|vieron"
            r"|vera) con|departi(?:o|eron)|bilateral(?= con| entre)"
        ),
        receive=(
            r"(?:fue|fueron|es|sera|seran|siendo|ser) recibid[oa]s?(?! (?:la|el|una|un) )"
            r"|(?:recibi(?:o|eron|ra|ran|r|endo)|recibe|reciben|recibia)(?! (?:un |una |unos |la "
            r"|el |las |los |su |sus )?(?:llamadas?|cartas?|mensajes?|premios?|apoyo|copias?"
            r"|invitacion|cartas|informe|propuesta|noticia|ayuda|donacion|condecoracion|orden"
            r"|notas?))|(?:ha|han) recibido(?! (?:un |una |la |el |las |los |su |sus"
            r" )?(?:llamadas?|cartas?|mensajes?"
            r"|premios?|apoyo|copias?|invitacion|informe|propuesta|ayuda|donacion|orden|notas?))"
            r"|recibid[oa]s? (?:por|en audiencia)|acogi(?:o|eron)|(?:dio|dieron|dar) la"
            r" bienvenida|bienvenida(?= al? )|concedi(?:o|eron) (?:una )?audiencia|agasaj(?:o|aron)"
        ),
        call=(
            r"(?:conversaci(?:on|ones)|llamadas?|contactos?|dialogos?|comunicaci(?:on|ones)"
            r"|entrevistas?|charlas?|platicas?|consultas)(?: \w+){0,2}? telefonic[oa]s?"
            r"|telefonicamente|(?:por|via|al) telefon\w*|via telefonica|llamadas? (?:de telefono"
            r"|con)|llam(?:o|aron) (?:por telefono|al? (?:su|presidente|canciller|ministro))"
        ),
        video=(
            r"video-?conferencias?|videollamadas?|teleconferencia|virtual(?:es|mente)?|(?:reunion"
            r"|sesion|encuentro|dialogo|consultas) (?:en linea|online|telematic[oa])|por (?:via"
            r"|medios|modo) (?:telematic[oa]s?|virtual(?:es)?)|telematicamente|en (?:formato"
            r"|modalidad) virtual"
        ),
        gathering=(
            r"mesas? redondas?|conversatorio|paneles?|panel|briefing|reunion informativa|coloquio"
            r"|desayuno informativo"
        ),
        consult=(
            r"sesi(?:on|ones)|reuni(?:on|ones)|rondas?|ruedas?|edici(?:on|ones)|encuentros?"
            r"|consultas|dialogo|ciclo|trabajos|(?:se )?(?:celebr(?:o|aron|a|an|ara|aran|ada|adas"
            r"|ar|arse|aba)|realiz(?:o|aron|a|an|ara|aran|ada|adas|ar|arse))|(?:tuvo|tuvieron"
            r"|tendra|tendran|tiene|tener) lugar|se (?:reuni(?:o|eron|ra|ran)|instal(?:o|ara)"
            r"|desarroll(?:o|aron|ara)|inici(?:o|ara)|llev(?:o|aron|ara|aran) a cabo)"
            r"|(?:co-?)?presidi(?:o|eron|da|das|do|ra|ran|r)|(?:co-?)?preside(?:n)?"
            r"|copresidid[oa]s?|encabez(?:o|aron|ada|adas)|convocad[oa]s?|sostuvieron|concluy(?:o"
            r"|eron)|fue (?:inaugurada|celebrada|realizada)"
        ),
        sign=(
            r"(?:firm|suscrib|rubric)(?:o|aron|io|ieron|a|an|e|en|ar|ir|ara|aran|ira|iran|ando"
            r"|iendo|ado|ada|ados|adas|aba|ian)(?!\w)|suscrit[oa]s?|suscript[oa]s?|suscripcion(?="
            r" de)|firmas?(?! de (?:abogados|consultoria))|rubrica(?= de)"
        ),
    ),
    marks=Marks(
        planned=(
            r"(?:se )?(?:reun|recib|asist|presid|suscrib|copresid|part|cumpl)(?:ira|iran)"
            r"|tendra(?:n)?|mantendra(?:n)?|sostendra(?:n)?|vendra(?:n)?|hara(?:n)?|ira(?:n)? (?=a "
            r"|al )|sera(?:n)? (?:recibid|firmad|suscrit|celebrad|anfitrion|realizad|inaugurad|sede"
            r"|presentad)\w*|(?:se )?(?:viaj|visit|celebr|realiz|efectu|encontr|entrevist|particip"
            r"|lleg|arrib|firm|abord|convers|dialog|trat|encabez|inici|comenz|desplaz|traslad|llev"
            r"|analiz|inaugur|instal|desarroll|acompan|present|viaj)(?:ara|aran)|(?:esta|estan"
            r"|estaba) (?:previst|programad|agendad|planead)[oa]s?|(?:esta|estan) (?:citad"
            r"|invitad)[oa]s? (?:para|a)|previst[oa]s? (?:para|el|en|que)|programad[oa]s? para"
            r"|(?:se|es) (?:espera|preve|previo) que|se espera(?! de)|(?:preve|preven|planea"
            r"|planean|tiene previsto|tienen previsto|tiene programado|pretende) (?:viajar|visitar"
            r"|reunir|realizar|celebrar|recibir|encontrar|firmar|efectuar|que|llegar)\w*|(?:deb"
            r"|pod)eria|va(?:n)? a (?:viajar|visitar|reunir|recibir|firmar|celebrar|realizar)\w*"
            r"|proximamente|en los proximos (?:dias|meses)|(?:la |el )?(?:proxim[oa]) (?:semana|mes"
            r"|ano|lunes|martes|miercoles|jueves|viernes|sabado|domingo|[0-9]{1,2} de)|(?:semana"
            r"|mes|ano) (?:proxim[oa]|que viene|entrante)|^(?:la |el )?proxim[oa] (?:visita|reunion"
            r"|encuentro)|de cara a|viajaria(?:n)?|visitaria(?:n)?|se reuniria(?:n)?"
        ),
        postponed=(
            r"(?:pospuest|aplazad|postergad|diferid)[oa]s?|(?:aplaz|posterg)(?:o|aron|a|an|ar|ara"
            r"|aran|amiento|acion)|pospus(?:o|ieron)|posponer?|pospone(?:n)?|reprogram(?:o|ado|ada"
            r"|adas|ar|acion|ara)"
        ),
        cancelled=(
            r"cancel(?:o|aron|a|an|ar|ada|adas|ado|ados|acion|ara)(?! (?:de )?(?:la )?deudas?)"
            r"|suspendi(?:o|da|das|do|dos)(?= (?:la|el|su|un|una|visita|viaje|reunion|,|tras|por))"
            r"|suspendio (?:su |la |el )?(?:visita|viaje|reunion|encuentro)|anulad[oa]s?|no (?:se"
            r" celebrara|tendra lugar|se realizara|viajara)"
        ),
        denied=(
            r"desminti(?:o|eron|endo)|desmient(?:e|en)|desmentid[oa]s?|desmentir|neg(?:o|aron)(?="
            r" (?:que|haber|la|los|las|una|un|cualquier|este|hoy|rotundamente|categoricamente"
            r"|tajantemente))|nieg(?:a|an)|no (?:se (?:reunio|reunieron|entrevisto|celebro|ha"
            r" reunido|produjo|realizo)|tuvo lugar|hubo|ha habido|viajo|visito|recibio|esta"
            r" previst[oa]|estaba previst[oa]|existe)|ningun[oa]? (?:reunion|encuentro|visita"
            r"|contacto|negociacion|conversacion)|(?:es|son|era) (?:totalmente |completamente "
            r"|absolutamente )?(?:fals[oa]s?|inexact[oa]s?|incorrect[oa]s?|infundad[oa]s?)"
            r"|(?:noticia|informacion|version|rumor)(?:es|s)? (?:\w+ )?(?:fals[oa]s?"
            r"|infundad[oa]s?)|carec(?:e|en) de (?:todo )?fundamento|sin fundamento|no es (?:cierto"
            r"|verdad)|fals[oa]s? (?:noticia|informacion|version|rumor)(?:es|s)?"
        ),
        past=(
            r"(?:ano|mes|semana|verano|otono|invierno|primavera) (?:pasad[oa]|anterior)"
            r"|(?:pasad[oa]) (?:ano|mes|semana|verano|otono|invierno|primavera)|(?:sesion|visita"
            r"|reunion|encuentro|ronda|edicion)(?:es|s)? anterior(?:es)?|anterior(?:es)? (?:sesion"
            r"|visita|reunion|encuentro|ronda)\w*|anteriormente|previamente|en (?:19|20)[0-9]{2}"
            r"|desde (?:(?:19|20)[0-9]{2}|hace|que|el (?:ano|inicio|restablec|establec)\w*|la"
            r" (?:creacion|firma|ultima|visita)|su|entonces)|hace (?:\w+ )?(?:anos?|mes(?:es)?"
            r"|semanas?|dias)|(?:ex|ex-|ex )(?:president|ministr|canciller|primer)\w*|antigu[oa]s?"
            r" (?:president|ministr|canciller|primer)\w*|habia(?:n)? (?:sido|visitado|reunido"
            r"|recibido|firmado|viajado|mantenido|sostenido|celebrado|tenido|acordado)|(?:se"
            r" )?(?:habia|habian) (?:reunido|entrevistado)|ultim[oa]s? (?:vez|visita|reunion"
            r"|encuentro|sesion|ronda|cita)|record(?:o|aron|ando|aba) (?:que|la|el|los|las|su|sus)"
            r"|fue (?:cread|fundad|establecid|instituid)[oa]"
        ),
        greetings=(
            r"(?:transmit|traslad|hizo lleg|hacer lleg|hicieron lleg|entreg|envi|expres|port"
            r"|present)\w*[\w ,]*?(?:saludos?|felicitaci(?:on|ones)|mensajes?|cartas?|condolencias"
            r"|pesame|misivas?|buenos deseos)[\w ,]*?(?:de parte del?|en nombre del?|del?|al?)|en"
            r" (?:nombre|representacion) (?:del?|de la)|de parte (?:del?|de la)|(?:cartas?"
            r"|mensajes?|misiva) (?:del?|de la)|saludos? (?:del?|de la)"
        ),
        guest_of=(
            r"(?:por|a) (?:la )?(?:amable )?invitacion (?:del?|de la|de los|de su)|invitad[oa]s?"
            r" por|atendiendo (?:a )?(?:la|una) invitacion (?:del?|de la)"
        ),
        following=(
            rf"proxim[oa]s? (?:{_SESSION}|consultas politicas)|{_SESSION} (?:siguiente|venidera?"
            rf"|proxima)"
        ),
        agreed=(
            r"(?:acord|convin|convien|decid|pact|coincid)(?:aron|o|ieron|io|en|a|an)(?= (?:en|que"
            r"|la|el|celebrar|realizar|continuar|mantener|impulsar|fortalecer|trabajar|seguir"
            r"|convocar|organizar|un|una|de|reunirse|establecer))|se comprometi(?:o|eron) a|(?:se"
            r" )?(?:acordo|decidio|convino)|quedaron en|fue (?:acordad|convenid)[oa]|acuerdan"
            r"|acordado"
        ),
        invited=(
            r"invit(?:o|aron|a|ando)[^.]{0,80}? a (?:visitar|realizar|viajar|efectuar)|(?:extend"
            r"|curs|formul|reiter|transmit|traslad|hizo)\w* (?:una|la|su|le una) (?:cordial"
            r" )?invitacion|invitacion (?:a|para) (?:visitar|realizar|viajar|que visite)"
        ),
        recently=(
            r"recientemente|en (?:los ultimos|dias recientes|estos) dias|estos dias|esta semana"
            r"|hace (?:unos|pocos) dias|el otro dia|dias atras|en dias (?:pasados|recientes)"
        ),
        said=(
            r"(?:declar|senal|afirm|subray|destac|indic|manifest|asegur|explic|coment|precis|aclar"
            r"|expres|agreg|remarc|enfatiz|recalc|reiter|inform|valor|agradec|resalt|ratific|abog"
            r"|reafirm|elogi|record|puntualiz|apunt|apost|confi|consider|aplaud)(?:o|aron|io|ieron"
            r"|a|an|ando|iendo|aba)|dij(?:o|eron)|dice|diciendo|anad(?:io|ieron|e)|sostuvo que"
            r"|puso de (?:relieve|manifiesto)|hizo (?:hincapie|referencia|enfasis)|rindio homenaje"
        ),
        margins=(
            r"al margen (?:del?|de la|de los|de las)|en los margenes (?:del?|de la)|en el marco"
            r" (?:del?|de la)(?: \w+)? (?:cumbre|foro|conferencia|asamblea|sesion|reunion)|en el"
            r" contexto de la (?:cumbre|asamblea)|paralelamente a"
        ),
    ),
    links=Links(
        # an adjective follows a post after a space; the name of a state needs a preposition
        of=(
            r" |(?:del|de las|de los|de la|de)(?: (?:republica|reino|estado|sultanato|emirato"
            r"|federacion|confederacion|principado|gran ducado)(?: \w+){0,2}? (?:del|de las|de los"
            r"|de la|de))?"
        ),
        articles=r"el|la|los|las|un|una|su|sus|nuestr[oa]s?|este|esta",
        and_=r"y|e|asi como(?: con)?|al igual que|junto (?:a|con)",
        place=(
            r"en|a|al|hasta|ante|desde|hacia|ante (?:el|la|los|las)|en (?:el|la|los|las)|cerca"
            r" de(?: la)?|en (?:la republica|el reino) (?:de|del|de la)|ante (?:la republica|el"
            r" reino) (?:de|del)"
        ),
        honorifics=(
            r"sr\.?|sra\.?|sres\.?|srta\.?|senor|senora|dr\.?|dra\.?|doctora?|don|dona|d\.|s\."
            r" ?e\.?(?: (?:sr|sra|el senor|la senora)\.?)?|su excelencia|excm[oa]\.?"
            r"|excelentisim[oa](?: senora?)?|s\. ?m\.|su majestad|s\. ?a\. ?r\.?|su alteza(?:"
            r" real)?|lic\.?|licenciad[oa]|ing\.?|ingenier[oa]|prof\.?|profesora?|general(?:"
            r" (?:ep|de (?:division"
            r"|brigada|ejercito)|del (?:ejercito|aire)))?|gral\.?"
            r"|coronel|almirante|capitan|jeque|sheikh|monsenor|cardenal|mons\.|lord|sir|principe"
            r"|princesa|maestr[oa]|mtr[oa]\.?|emb\.|embajadora?|abog\.?|honorable|companer[oa]"
        ),
        counterpart=(
            r"homolog[oa]s?|(?<=su )par(?:es)?|(?<=sus )pares|(?<=su )contraparte|(?<=sus"
            r" )contrapartes|(?<=su )colega|(?<=sus )colegas"
        ),
        head=(
            r"(?:encabezad|dirigid|liderad|(?:co-?)?presidid|conducid)[oa]s?(?: conjuntamente|"
            r" respectivamente)? por|bajo la (?:co-?)?(?:presidencia|direccion|conduccion)(?:"
            r" conjunta)? de|con la presidencia de|al frente de la cual"
        ),
        heads_after=(
            r"(?:encabez|lider)(?:o|aron|a|an|aba)|(?:dirigi|presidi|copresidi)(?:o|eron|a|an)|al"
            r" frente de"
        ),
        side=r"parte|delegacion|lado|equipo|comitiva",
        particles=(
            r"van|von|de|der|den|del|della|di|da|dos|das|la|las|los|bin|ibn|ben|bint|al|el|ul|ur"
            r"|ould|ag|of|abu|ait|ter|zu|af|san|santa|d|ad|as"
        ),
    ),
)
