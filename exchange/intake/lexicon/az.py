"""The lexicon of Azerbaijani."""

from dragoman.domain import COUNTRY_NAMES
from dragoman.exchange.intake.lexicon.lexicon import Acts, Lexicon, Links, Marks

_S = r"\w{0,8}"
"""The inflections of a noun."""
_MINISTER = rf"nazir(?!li[gky]|ler kabinet|ov){_S}"
_DEPUTY = rf"(?:birinci )?muavin{_S}"
_CHAIR = rf"(?:sedr(?!li[gky]){_S}|spiker{_S})"
_CHIEF = rf"(?:rehber|basci|reis|mudir|direktor|sef)(?!li[gky]){_S}"
_GENITIVE = r"(?:(?<=nin )|(?<=nun )|(?<=in )|(?<=un ))"
_MFA = r"(?:xarici isler nazirliyi(?:nin)?|xin(?:-in)?|nazirliyin)"
_POSTED = (
    r"(?:(?:\w+ )?(?:respublikasi|kralligi|emirlikleri|statlari|dovleti|erebistani|sultanligi"
    r"|federasiyasi)n(?:da|de)ki |\w+(?:-d[ae]ki|d[ae]ki) )?"
)
_SESSION = r"(?:iclas|gorus|raund|meslehetlesme|sessiya|toplanti|dovr|tur|danisiq)"
_AHEAD = r"(?:\w+(?:acaq|ecek|acag|eceg)\w*|kecirilmesi\w*|razil\w+)"


def _with_cases(names: str, endings: str) -> str:
    """Return abbreviations with their endings: "ABŞ-ın". A hyphen makes an ending a word."""
    return ", ".join(
        f"{name}{ending}" for name in names.split() for ending in ("", *endings.split())
    )


# Azerbaijani puts "-li" after the name of a state: "iraqlı həmkarı".
_NATIONALS = "; ".join(
    f"{code} {name}li, {name}lu" for code, name in COUNTRY_NAMES["az"].items() if "(" not in name
)
_BACK = "-ın -a -ı -da -dan -la -nın -dakı"
_FRONT = "-in -ə -i -də -dən -lə -nin -nun -ya -yə -dəki"

_CITIES = (
    "baki bagdad ankara istanbul tehran moskva london paris berlin roma madrid brussel"
    " vasinqton pekin tokio seul riyad doha qahire emman beyrut demesq tbilisi tiflis irevan"
    " yerevan astana almati daskend bisskek biskek asqabad dusenbe kiyev varsava budapest"
    " buxarest sofiya afina belqrad sarayevo vyana cenevre haaqa lissabon stokholm riqa vilnus"
    " tallin islamabad kabil erbil besre mosul kerkuk necef kerbela susa gence naxcivan fuzuli"
    " lacin xankendi agdam zengilan qebele lenkeran sumqayit maskat rabat minsk"
    " praqa bratislava kisinyov antalya izmir cidde dubay semerqend"
)
_CITY_CASES = "da de ya ye a e dan den nin in un i ni daki deki"
_CITY_FORMS = " ".join(
    f"{city}{ending}" for city in _CITIES.split() for ending in ["", *_CITY_CASES.split()]
)
"""A name may stand before a city without a comma: "Ceyhun Bayramov Bağdadda"."""

LEXICON = Lexicon(
    language="az",
    has_cases=True,
    has_verb_last=True,
    # No "-u", which would make "Türk" the city of Turku. No "-dakı": in "İraqın Azərbaycandakı
    # səfiri" only Iraq is the state of the ambassador.
    endings=(
        *("larindan", "lerinden", "larinin", "lerinin", "larinda", "lerinde", "larina"),
        *("lerine", "larini", "lerini", "lardan", "lerden", "larin", "lerin", "larla"),
        *("lerle", "larda", "lerde", "lari", "leri", "lara", "lere", "ndan", "nden"),
        *("dan", "den", "nin", "nun", "nda", "nde", "lar", "ler", "yla", "yle", "in"),
        *("un", "da", "de", "la", "le", "ya", "ye", "na", "ne", "ni", "nu", "yi", "yu"),
        *("a", "e", "i"),
    ),
    demonyms=f"""{_NATIONALS};
AF əfqan, əfqanıstanlı; AE əmirlikli; AM ermənistanlı; AZ azərbaycanlı; BA bosniyalı, boşnak;
BG bolqar; BY belaruslu; CN Çin, çinli; TD Çad; CZ çex; DE alman, almaniyalı; EG misirli;
ES ispan, ispaniyalı; FR fransız, fransalı; GB britaniyalı, ingiltərəli; GE gürcü, gürcüstanlı;
GR yunan, yunanıstanlı; HR xorvat; HU macar; IT italyan; JP yapon; KG qırğız; KZ qazax; LT litvalı;
LV latviyalı; MN monqol; NL hollandiyalı, niderlandlı; PH filippinli; PL polyak, polşalı;
PS fələstinli; RO rumın; RS serb; RU rus, rusiyalı; SA səudiyyəli; SI sloven; SK slovak;
KR cənubi koreyalı; KP şimali koreyalı; TJ tacik; TR türkiyəli; UA ukraynalı;
US amerikan, amerikalı, ABŞ-lı; UZ özbək; VA vatikanlı; XK kosovolu; IN hindistanlı; IR iranlı;
IQ iraqlı; IL israilli; MV maldivli; ZA cənubi afrikalı; CH isveçrəli; SE isveçli; KM komorlu;
BS bahamalı; SC seyşelli; MM myanmalı; CD konqolu
""",
    states=(
        f"TW Çin Respublikası; CN Çin Xalq Respublikası; US {_with_cases('ABŞ', _BACK)}, Amerika, Birləşmiş Ştatlar, ABŞ Respublikası;"
        f" AE {_with_cases('BƏƏ', _FRONT)}, Əmirliklər; CN Çin Xalq Respublikası,"
        f" {_with_cases('ÇXR', _FRONT)}; GB Böyük Britaniya, Britaniya, İngiltərə;"
        " AZ Azərbaycan Respublikası, Milli Məclis; TR Türkiyə Respublikası, TBMM;"
        f" TR {_with_cases('TBMM', _FRONT)};"
        " IQ İraq Respublikası; EG Misir Ərəb Respublikası; BA Bosniya və Herseqovina,"
        " Bosniya-Herseqovina, Bosniya;"
        " KG Qırğız Respublikası, Qırğızıstan Respublikası; KR Koreya Respublikası;"
        " KP KXDR; SA Səudiyyə Ərəbistanı, Səudiyyə Ərəbistanı Krallığı, Səudiyyə; NL Niderland,"
        " Niderland Krallığı, Hollandiya; VA Müqəddəs Taxt, Vatikan; CH İsveçrə Konfederasiyası;"
        " CZ Çexiya Respublikası; ZA Cənubi Afrika, Cənubi Afrika Respublikası, CAR; MM Myanma,"
        " Myanmar; PS Fələstin, Fələstin Dövləti; RU Rusiya Federasiyası; MV Maldiv; MA Mərakeş;"
        " CG Konqo; CI Kot d İvuar, Kotd İvuar; LK Şri-Lanka; KZ Qazaxıstan Respublikası;"
        " IR İran İslam Respublikası, İİR; SY Suriya Ərəb Respublikası; DE Almaniya Federativ"
        " Respublikası, AFR; PK Pakistan İslam Respublikası; GE Gürcüstan; XK Kosovo; TH Tailand;"
        f" org:EU {_with_cases('Aİ', _FRONT)}, Avropa İttifaqı, Avropa Birliyi, Avropa Komissiyası;"
        f" org:UN {_with_cases('BMT', _FRONT)}, Birləşmiş Millətlər Təşkilatı;"
        f" org:NATO {_with_cases('NATO', '-nun -ya -da -dan -nu -yla')};"
        f" org:OIC {_with_cases('İƏT', _FRONT)}, İslam Əməkdaşlıq Təşkilatı;"
        f" org:OTS {_with_cases('TDT', _FRONT)}, Türk Dövlətləri Təşkilatı, Türk Şurası;"
        f" org:CIS {_with_cases('MDB', _FRONT)}, Müstəqil Dövlətlər Birliyi;"
        f" org:OSCE {_with_cases('ATƏT', _FRONT)}; org:NAM Qoşulmama Hərəkatı;"
        f" org:SCO {_with_cases('ŞƏT', _FRONT)}, Şanxay Əməkdaşlıq Təşkilatı;"
        f" org:GCC {_with_cases('KƏŞ', _FRONT)}, Körfəz Əməkdaşlıq Şurası; org:COE Avropa Şurası;"
        " org:LAS Ərəb Dövlətləri Liqası, Ərəb Liqası, Ərəb Dövlətləri Birliyi; org:AU Afrika"
        " İttifaqı, Afrika Birliyi; org:ECO İqtisadi Əməkdaşlıq Təşkilatı;"
        f" org:UNESCO {_with_cases('YUNESKO', '-nun -ya -da -dan')}; org:D8 D-8;"
        f" org:IAEA {_with_cases('MAQATE', _FRONT)}; org:ICRC {_with_cases('BQXK', _BACK)},"
        f" Beynəlxalq Qızıl Xaç Komitəsi; org:CICA {_with_cases('AQEM', _FRONT)}; org:TURKSOY"
        f" TÜRKSOY;"
        f" org:TURKPA TÜRKPA; org:WHO {_with_cases('ÜST', _FRONT)}, Ümumdünya Səhiyyə Təşkilatı;"
        f" org:WTO {_with_cases('ÜTT', _FRONT)}, Ümumdünya Ticarət Təşkilatı; org:WB Dünya Bankı;"
        " org:BSEC Qara Dəniz İqtisadi Əməkdaşlıq Təşkilatı; org:PACE AŞPA, AŞPA-nın;"
        " org:EAEU Avrasiya İqtisadi İttifaqı"
    ),
    posts=(
        (
            rf"bas nazir(?:i|in|inin|ler)? {_DEPUTY}|vitse-premyer{_S}",
            "deputy prime minister",
        ),
        (
            rf"bas nazir(?!li){_S}|premyer(?:-nazir)?(?!li[gky]){_S}"
            rf"|(?:hokumet(?:in(?:in)?)?|nazirler kabinetinin|hokumetin) (?:bascisi|sedri){_S}",
            "prime minister",
        ),
        (rf"(?:federal )?kansler{_S}", "chancellor"),
        (rf"vitse-kansler{_S}", "vice chancellor"),
        (
            rf"(?:birinci )?vitse-prezident(?!li){_S}|prezident(?:in(?:in)?)? {_DEPUTY}",
            "vice president",
        ),
        (
            rf"(?:avropa komissiyasi(?:nin)?) (?:prezident|sedr){_S}",
            "president of the european commission",
        ),
        (
            rf"avropa (?:ittifaqi )?surasi(?:nin)? (?:prezident|sedr){_S}",
            "president of the european council",
        ),
        (
            rf"avropa parlamenti(?:nin)? (?:prezident|sedr){_S}",
            "president of the european parliament",
        ),
        (rf"{{portfolio}} nazir(?:i|in|inin)? {_DEPUTY}", "deputy minister of *"),
        (rf"xin(?:-in)? (?:bascisi|rehberi)(?:nin)? {_DEPUTY}", "deputy foreign minister"),
        (rf"nazir(?:in)? {_DEPUTY}", "deputy minister"),
        (rf"{{portfolio}} {_MINISTER}", "minister of *"),
        (
            rf"(?:xarici isler nazirliyi(?:nin)?|xin(?:-in)?|xarici siyaset idaresi(?:nin)?"
            rf"|diplomatiya(?:nin)?)"
            rf" (?:basci|rehber)(?!li[gky]){_S}|xarici siyaset idaresinin rehberi{_S}",
            "foreign minister",
        ),
        (
            rf"dovlet departamenti(?:nin)? rehberi{_S}|dovlet katib(?!li[gky]){_S}",
            "secretary of state",
        ),
        (rf"dovlet nazir(?!li){_S}", "minister of state"),
        (
            rf"(?:milli meclis|parlament|senat|meclis|duma)\w{{0,6}} (?:sedri|spikeri)(?:nin)?"
            rf" {_DEPUTY}"
            rf"|{_GENITIVE}(?:sedri|spikeri)nin {_DEPUTY}|vitse-spiker{_S}",
            "deputy speaker of parliament",
        ),
        (
            rf"(?:(?:numayendeler (?:meclisi|surasi|palatasi)|milli (?:assambleya|sura|xural)|senat"
            rf"|parlament|ali (?:mejlis|meclis)|xalq mesleheti|xalq (?:meclisi|siyasi surasi)"
            rf"|federal milli sura"
            rf"|knesset"
            rf"|(?<!milli )meclis|dovlet dumasi|duma|federasiya surasi|boyuk millet meclisi|islam"
            rf" surasi(?:"
            rf" meclisi)?"
            rf"|meslehet surasi|jogorku kenes|bundestaq|icmalar palatasi|deputatlar palatasi"
            rf"|islam meslehet surasi|qanunvericilik palatasi|mecilis|saeyma|seym)"
            rf"(?:i|in|inin|nin|nun|un|sinin)? (?:palatasinin )?"
            rf"|(?:(?<=milli meclisin )|(?<=milli meclisinin )|(?<=tbmm-nin )|(?<=tbmm )))"
            rf"(?:{_CHAIR}|prezidenti{_S})|spiker{_S}",
            "speaker of parliament",
        ),
        (
            rf"(?:{_GENITIVE}(?:[\w,-]+ ){{1,9}}?|(?:[\w-]+ ){{1,2}}?)komitesi(?:nin)?"
            rf" sedr(?!li){_S}",
            "chair of committee",
        ),
        (
            rf"(?:parlamentlerarasi )?(?:dostluq|elaqeler uzre isci) qrupu(?:nun)? (?:sedr"
            rf"|rehber)(?!li){_S}",
            "chair of friendship group",
        ),
        (rf"bas katib(?:i|in|inin)? {_DEPUTY}", "deputy secretary general"),
        (rf"bas katib(?!li[gky]){_S}", "secretary general"),
        (rf"bas direktor(?:u|un|unun)? {_DEPUTY}", "deputy director general"),
        (rf"bas direktor(?!lu[gqk]){_S}", "director general"),
        (
            rf"(?:qacqinlar uzre |insan huquqlari uzre )?ali komissar(?!li){_S}",
            "high commissioner",
        ),
        (
            rf"(?:[\w ]{{3,60}} uzre )?ali numayende(?!li){_S}",
            "high representative",
        ),
        (
            rf"(?:bas katib(?:in|inin) )?(?:{_GENITIVE}(?:[\w,-]+ ){{1,6}}?uzre )?(?:xususi|sexsi)"
            rf" (?:numayende|elci"
            rf"|temsilci)(?!li)"
            rf"{_S}",
            "special envoy",
        ),
        (rf"(?:bmt yaninda )?daimi numayende(?!li){_S}", "permanent representative"),
        (rf"(?:[\w -]{{3,40}} uzre )?komissar(?!li){_S}", "commissioner"),
        (rf"(?:muveqqeti )?isler vekil(?!li){_S}", "charge d'affaires"),
        (rf"xususi tapsiriqlar uzre sefir(?!li[gky]){_S}", "ambassador at large"),
        (
            rf"{_POSTED}(?:fovqelade ve selahiyyetli )?sefir(?!li[gkyq]|ov|li){_S}",
            "ambassador",
        ),
        (rf"{_POSTED}bas konsul(?!lu[gq]){_S}", "consul general"),
        (rf"{_POSTED}fexri konsul(?!lu[gq]){_S}", "honorary consul"),
        (rf"diplomatik numayendeliyi(?:nin)? (?:rehberi|bascisi){_S}", "head of mission"),
        (
            rf"(?:milli )?tehlukesizlik surasi(?:nin)? katib(?!li){_S}",
            "secretary of the security council",
        ),
        (
            rf"(?:prezident(?:in(?:in)?)? )?(?:xarici siyaset mesele\w+ uzre |milli tehlukesizlik"
            rf"(?: mesele\w+)?(?: uzre)? |[\w-]+ mesele\w+ uzre )?(?:bas )?(?:komekci"
            rf"|musavir)(?!li){_S}",
            "adviser",
        ),
        (
            rf"prezident administrasiyasi(?:nin)? (?:[\w,-]+ ){{0,8}}?(?:sobe|departament)\w{{0,6}}"
            rf" {_CHIEF} ?[-,] {{state}} prezident\w{{0,6}} komekci{_S}",
            "adviser",
        ),
        (
            rf"prezident administrasiyasi(?:nin)? (?:rehber|basci)(?!li){_S}"
            rf"|(?:aparat|administrasiya)(?:in|nin|sinin) rehber(?!li){_S}",
            "chief of staff",
        ),
        (rf"bas qerargah(?:i|in|inin)? {_CHIEF}", "chief of the general staff"),
        (
            rf"(?:{_MFA} (?:[\w,-]+ ){{0,9}}?|{_GENITIVE}(?:[\w,-]+ ){{0,9}}?)?(?:departament"
            rf"|idare|sobe)"
            rf"\w{{0,6}} {_CHIEF} {_DEPUTY}",
            "deputy director",
        ),
        (
            rf"(?:{_MFA} (?:[\w,-]+ ){{0,9}}?|{_GENITIVE}(?:[\w,-]+ ){{0,9}}?)?(?:departament"
            rf"|idare|sobe|bas"
            rf" idare)\w{{0,6}} {_CHIEF}",
            "head of department",
        ),
        (rf"veliehd{_S}", "crown prince"),
        (r"papa(?= [ivx]|si)\w{0,3}", "pope"),
        (
            rf"kral(?!li[gq]|ica){_S}|kralica{_S}|(?:emir|sultan)i\w{{0,4}}|emir(?= seyx)",
            "head of state",
        ),
        (
            rf"prezident(?!li[gky]| administ){_S}|dovlet bascisi{_S}",
            "president",
        ),
        (rf"merkezi bank(?:in|inin)? (?:sedr|rehber|qubernator)(?!li){_S}", "governor"),
        (rf"qubernator(?!lu){_S}|vali(?:si|sinin|sine|sini)", "governor"),
        (rf"mer(?:i|inin|ine|ini)|icra hakimiyyeti(?:nin)? basci(?!li){_S}", "mayor"),
        (r"nazir(?:in|e|i|le)?", "minister"),
    ),
    portfolios=(
        (
            r"xarici isler(?:,? (?:ve )?(?:avropa(?: ittifaqi)? isleri|avropa|beynelxalq"
            r" (?:emekdasliq|ticaret)"
            r"|regional emekdasliq|diaspor(?: isleri)?|miqrantlar|ticaret|inteqrasiya|turizm|dini"
            r" etiqad"
            r"|xaricde(?:ki)? (?:yasayan )?\w+(?: mesele\w+)?|miqrasiya|afrika emekdasligi"
            r"|commonwealth|milletler birliyi|inkisaf(?: meseleleri)?))*"
            r"|xarici elaqeler"
            r"|xarici isleri",
            "foreign affairs",
        ),
        (
            r"avropa(?: ittifaqi)? (?:isleri|mesele\w+)(?: uzre)?|avropa inteqrasiyasi",
            "european affairs",
        ),
        (r"(?:milli )?mudafie", "defence"),
        (r"daxili isler", "interior"),
        (r"maliyye|xezinedarliq", "finance"),
        (r"iqtisadiyyat|iqtisadi inkisaf|iqtisadi isler|iqtisadiyyat ve planlasdirma", "economy"),
        (r"(?:xarici )?ticaret|xarici iqtisadi elaqeler", "trade"),
        (r"investisiya(?:lar)?|sermaye qoyulusu", "investment"),
        (r"(?:mudafie )?senaye(?:si)?", "industry"),
        (r"energetika|enerji", "energy"),
        (r"neft(?: ve qaz)?", "oil"),
        (r"elektrik(?: enerjisi)?", "electricity"),
        (r"dag-meden(?: senayesi)?|medenler|faydali qazintilar|geologiya", "mining"),
        (r"kend teserrufati|aqrar", "agriculture"),
        (r"erzaq(?: tehlukesizliyi)?|qida", "food"),
        (r"baliqciliq", "fisheries"),
        (r"(?:ali )?tehsil", "education"),
        (r"sehiyye|saglamliq", "health"),
        (r"edliyye", "justice"),
        (r"neqliyyat", "transport"),
        (r"medeniyyet", "culture"),
        (r"ekologiya(?: ve tebii servetler)?|etraf muhit\w*|tebii servetler", "environment"),
        (r"iqlim(?: deyisikliyi)?", "climate"),
        (r"emek|mesgulluq", "labour"),
        (r"(?:ehalinin )?sosial (?:mudafiesi|mudafie|isler|inkisaf|teminat)", "social affairs"),
        (r"elm|elmi tedqiqatlar", "science"),
        (r"(?:yuksek |informasiya )?texnologiyalar(?:i)?|innovasiya(?:lar)?", "technology"),
        (r"turizm", "tourism"),
        (r"idman", "sport"),
        (r"gencler", "youth"),
        (r"su (?:ehtiyatlari|teserrufati|resurslari)|suvarma|meliorasiya", "water"),
        (r"(?:milli |dovlet )?tehlukesizli(?:k|yi)", "security"),
        (r"rabite|kommunikasiya(?:lar)?", "communications"),
        (r"informasiya", "information"),
        (r"reqemsal inkisaf|reqemsal \w+|reqemsallasma", "digital development"),
        (r"(?:regional )?inkisaf", "development"),
        (r"beynelxalq emekdasliq", "international cooperation"),
        (r"planlasdirma", "planning"),
        (r"infrastruktur", "infrastructure"),
        (r"tikinti|sehersalma|arxitektura|menzil(?: tikintisi)?", "construction"),
        (r"miqrasiya", "migration"),
        (r"fovqelade hallar", "emergencies"),
        (r"dini (?:isler|qurumlar)|vaqflar", "religious affairs"),
        (r"aile(?:,)? qadin(?: ve usaq)?(?: problemleri)?|qadin isleri|aile", "women"),
        (r"parlament isleri", "parliamentary affairs"),
        (r"denizcilik|deniz isleri", "maritime affairs"),
        (r"diaspor(?: isleri)?", "diaspora"),
        (r"siyasi isler", "political affairs"),
    ),
    bodies=(
        (
            r"(?:ikiterefli )?konsulluq (?:mesele\w+ uzre )?meslehetlesme\w*",
            "consular consultations",
        ),
        (
            r"(?:ikiterefli )?siyasi (?:meslehetlesme|istisare|konsultasiya)\w*"
            r"|(?:xarici isler )?nazirlik(?:leri)?(?:ler)?(?: |)arasi(?:nda)? (?:[\w-]+ ){0,4}?"
            r"(?:meslehetlesme|konsultasiya)\w*|ikiterefli meslehetlesme\w*",
            "political consultations",
        ),
        (
            r"(?:birge |muste?rek )?hokumetlerarasi (?:[\w,-]+ ){0,12}?(?:komissiya|komite)\w*",
            "intergovernmental commission",
        ),
        (
            r"(?:birge|qarisiq|musterek) (?!(?:[\w-]+ ){0,2}hokumetlerarasi)(?:[\w,-]+ ){0,9}?"
            r"(?:komissiya|komite)\w*",
            "joint commission",
        ),
        (
            r"strateji (?:terefdasliq )?dialoq\w*|yuksek seviyyeli (?:siyasi )?dialoq\w*",
            "strategic dialogue",
        ),
        (r"(?:birge )?(?:isci|ekspert) qrup\w*", "working group"),
        (
            r"(?:parlamentlerarasi )?dostluq qrup\w*|parlamentlerarasi (?:[\w-]+ ){0,4}?"
            r"(?:qrup|komissiya|komite)\w*",
            "inter-parliamentary group",
        ),
    ),
    levels=(
        (r"dovlet sefer\w*", "state"),
        (r"resmi isguzar sefer\w*|isguzar resmi sefer\w*", "official working"),
        (r"is(?:guzar|ci) sefer\w*", "working"),
        (r"resmi (?:dostluq )?sefer\w*", "official"),
        (r"(?:ozel|xususi|sexsi) sefer\w*", "private"),
    ),
    instruments=(
        (
            r"(?:anlasma |qarsiliqli anlasma |niyyet )?memorandum\w*|niyyet (?:protokol|beyan)\w*",
            "memorandum of understanding",
        ),
        (r"nota mubadile\w*", "exchange of notes"),
        (r"birge (?:beyanat|kommunike)\w*", "joint statement"),
        (r"birge beyanname\w*|beyanname\w*", "joint declaration"),
        (
            r"(?:tedbirler|fealiyyet|is|meslehetlesmeler) plan\w*|(?:emekdasliq|fealiyyet|mubadile)"
            r" program\w*|yol xerite\w*",
            "action plan",
        ),
        (r"protokol(?!u xidmet| xidmet| idare)\w*", "protocol"),
        (r"muqavile\w*", "treaty"),
        (r"sazis\w*|konvensiya\w*|razilasma\w*", "agreement"),
    ),
    topics=(
        (r"ticaret\w*|ticari\w*|ixrac\w*|idxal\w*|emtee dovriyye\w*", "trade"),
        (r"investisiya\w*|sermaye qoyulus\w*|investor\w*", "investment"),
        (
            r"berpa ?olunan (?:enerji)?\w*|gunes enerji\w*|kulek enerji\w*|yasil (?:enerji"
            r"|hidrogen)\w*"
            r"|alternativ enerji\w*|temiz enerji\w*",
            "renewable energy",
        ),
        (r"nuve enerji\w*|atom (?:enerji|elektrik)\w*", "nuclear energy"),
        (r"nuve (?:program|sazis|razilasma)\w*", "nuclear programme"),
        (r"tebii qaz\w*|qaz (?:techizat|ixrac|kemer|neql|tedaruk)\w*|neft-qaz|qaz", "natural gas"),
        (r"neft\w*", "oil"),
        (r"elektrik\w*", "electricity"),
        (r"enerji\w*|energetika\w*", "energy"),
        (r"demir ?yol\w*", "railways"),
        (
            r"aviasiya\w*|birbasa (?:aviareys|ucus|reys)\w*|aviareys\w*|hava (?:elaqe|neql)\w*",
            "aviation",
        ),
        (r"tranzit\w*", "transit"),
        (r"neqliyyat\w*|logistik\w*|orta dehliz\w*|dehliz\w*|inkisaf yolu\w*", "transport"),
        (r"liman\w*", "ports"),
        (r"baglantilil\w*|elaqelilik\w*|baglanti\w*", "connectivity"),
        (r"infrastruktur\w*", "infrastructure"),
        (r"erzaq tehlukesizli\w*|taxil\w*|bugda\w*", "food security"),
        (r"kend teserrufat\w*|aqrar\w*", "agriculture"),
        (r"baliqciliq\w*", "fisheries"),
        (r"su (?:ehtiyat|resurs|teserrufat|teminat|bolgu)\w*|suvarma\w*|su anbar\w*", "water"),
        (r"etraf muhit\w*|ekoloji\w*|biomuxteliflik\w*", "environment"),
        (r"cop ?-?[0-9]{2}", "COP"),
        (r"iqlim\w*", "climate"),
        (r"sehiyye\w*|tibb\w*|saglaml\w*|eczaciliq\w*", "health"),
        (r"tehsil\w*|teqaud program\w*|universitet\w*|telebe\w*", "education"),
        (r"suni intellekt\w*", "artificial intelligence"),
        (r"elm(?:i|in|e|de)?|elmi-\w+|tedqiqat\w*", "science"),
        (r"texnologi\w*|innovasiya\w*", "technology"),
        (r"medeni irs\w*", "cultural heritage"),
        (r"medeni\w*", "culture"),
        (r"turizm\w*|turist\w*", "tourism"),
        (r"idman\w*", "sport"),
        (r"gencl(?:er|ik)\w*", "youth"),
        (r"miqrasiya\w*|readmissiya\w*", "migration"),
        (r"viza\w*", "visas"),
        (r"konsulluq\w*|konsul(?:yar)?", "consular affairs"),
        (r"serhed\w*|delimitasiya\w*|demarkasiya\w*", "border"),
        (r"kiber\w*", "cyber security"),
        (r"regional tehlukesizli\w*|region(?:un|da) tehlukesizli\w*", "regional security"),
        (r"terror\w*", "counter-terrorism"),
        (
            r"mutesekkil cinayet\w*|narkotik\w*|insan alveri\w*|transmilli cinayet\w*",
            "organised crime",
        ),
        (r"mudafie\w*|herbi\w*", "defence"),
        (r"tehlukesizli\w*", "security"),
        (r"kosmik\w*|kosmos\w*|kosmik senaye\w*", "space"),
        (r"reqemsal\w*", "digital cooperation"),
        (r"telekommunikasiya\w*|rabite\w*", "telecommunications"),
        (r"maliyye\w*|bank(?:lar|cil)\w*", "finance"),
        (r"gomru[ky]\w*", "customs"),
        (r"vergi\w*|ikiqat vergi\w*", "taxation"),
        (r"insan (?:huquq|haq)\w*", "human rights"),
        (r"humanitar (?:yardim|veziyyet|bohran)\w*", "humanitarian aid"),
        (r"humanitar\w*", "humanitarian relations"),
        (r"qacqin\w*|mecburi kockun\w*|kockun\w*", "refugees"),
        (r"yeniden qur\w*|berpa(?: ve (?:yeniden )?qur\w*|si\w*)?|quruculuq\w*", "reconstruction"),
        (
            r"mina(?:lar\w*|dan\w*|temizleme\w*| tehluke\w*| tehdid\w*)?|minatemizleme\w*",
            "mine action",
        ),
        (
            r"sulh (?:proses|danis|muqavile|gundem|sazis)\w*|normallas\w*|sulh",
            "peace process",
        ),
        (
            r"(?:postmunaqise|munaqiseden sonraki|post-munaqise|postkonflikt)\w*(?: dovr\w*)?",
            "post-conflict situation",
        ),
        (
            r"regional(?:,| ve) (?:beynelxalq|qlobal)|regional (?:mesele|movzu|inkisaf|veziyyet"
            r"|gundelik)\w*"
            r"|region(?:da|daki)(?: cari)? (?:\w+ )?(?:veziyyet|proses|inkisaf)\w*|regiondaki son",
            "regional questions",
        ),
        (
            r"(?:beynelxalq|qlobal) (?:mesele|movzu|gundelik|cagiris|problem|inkisaf)\w*",
            "international questions",
        ),
        (r"coxterefli\w*", "multilateral cooperation"),
        (
            r"beynelxalq (?:teskilat|qurum|platforma)\w*|birlesmis milletler teskilat\w*",
            "international organisations",
        ),
        (r"parlamentlerarasi\w*|parlament elaqe\w*", "inter-parliamentary relations"),
        (r"siyasi (?:elaqe|dialoq|emekdasl|munasibet)\w*|siyasi,", "political relations"),
        (r"iqtisadi\w*", "economic relations"),
        (
            r"(?:ikiterefli|qarsiliqli) (?:\w+ ){0,2}?(?:elaqe|munasibet|emekdasl|gundelik"
            r"|mesele)\w*"
            r"|ikiterefli|iki olke (?:\w+ ){0,2}?(?:elaqe|munasibet|emekdasl)\w*|olkelerimiz"
            r" arasinda",
            "bilateral relations",
        ),
        (r"xarici siyaset\w*", "foreign policy"),
        (r"sanksiya\w*", "sanctions"),
        (r"inkisaf (?:emekdasl|yardim)\w*", "development cooperation"),
        (r"diaspor\w*", "diaspora"),
        (r"media\w*|jurnalist\w*", "media"),
        (r"huquqi (?:yardim|emekdasl)\w*|edliyye\w*|ekstradisiya\w*|mehkeme\w*", "justice"),
        (r"huquqi baza\w*|muqavile-huquq\w*|normativ-huquq\w*", "legal framework"),
        (r"emek (?:miqrasiya|bazar|mesele)\w*|isci quvve\w*|mesgulluq\w*", "labour"),
        (r"tebii felaket\w*|zelzele\w*|fovqelade hal\w*", "disaster management"),
        (r"silahlara nezaret\w*|tersilah\w*", "arms control"),
        (r"seckil\w*", "elections"),
        (r"dag-meden\w*|kritik (?:mineral|xammal)\w*|faydali qazinti\w*", "mining"),
        (r"senaye\w*", "industry"),
        (r"genislenme\w*|avrointeqrasiya\w*|avropa inteqrasiya\w*", "enlargement"),
        (r"mehbus\w*|esir\w*|girov\w*|saxlanilan sexs\w*", "prisoners"),
        (r"itkin(?: dus\w+| sexs\w*)?", "missing persons"),
        (r"azliq\w*|milli azliq\w*", "minorities"),
        (r"qadin(?:lar\w*)?(?: huquq\w*)?", "women"),
        (
            r"qardas(?:las\w+)? seher\w*|yerli ozunuidare\w*|regionlararasi\w*|belediyye\w*",
            "local cooperation",
        ),
    ),
    ordinals=r"(?P<number>[0-9]{1,2}|[ivx]{1,6}|{words})(?:-?(?:[iu]?nci|[iu]?ncu|ci|cu))?",
    ordinal_words={
        word: number
        for number, words in enumerate(
            [
                "birinci|ilk",
                "ikinci",
                "ucuncu",
                "dorduncu",
                "besinci",
                "altinci",
                "yeddinci",
                "sekkizinci",
                "doqquzuncu",
                "onuncu",
                "on birinci",
                "on ikinci",
                "on ucuncu",
                "on dorduncu",
                "on besinci",
                "on altinci",
                "on yeddinci",
                "on sekkizinci",
                "on doqquzuncu",
                "iyirminci",
            ],
            1,
        )
        for word in words.split("|")
    },
    dates=(
        r"[0-9]{1,2}(?: ?- ?[0-9]{1,2})? {month}(?: [0-9]{4})?",
        r"{month} [0-9]{4}",
        r"(?:payiz|qis) [0-9]{4}",
    ),
    months={
        f"{name}{ending}": number
        for number, (name, endings) in enumerate(
            [
                ("yanvar", "in da dan adek"),
                ("fevral", "in da dan adek"),
                ("mart", "in da dan adek"),
                ("aprel", "in de den edek"),
                ("may", "in da dan adek"),
                ("iyun", "un da dan adek"),
                ("iyul", "un da dan adek"),
                ("avqust", "un da dan adek"),
                ("sentyabr", "in da dan adek"),
                ("oktyabr", "in da dan adek"),
                ("noyabr", "in da dan adek"),
                ("dekabr", "in da dan adek"),
            ],
            1,
        )
        for ending in (*endings.split(), " ayinin", " ayi")
    },
    near_days={
        "bu gun": 0,
        "bugun": 0,
        "bugunku": 0,
        "bu seher": 0,
        "bu axsam": 0,
        "dunen": -1,
        "dunenki": -1,
        "sragagun": -2,
        "sabah": 1,
        "sabahki": 1,
        "birigun": 2,
    },
    weekdays={
        f"{name}{ending}": day
        for day, name in enumerate(
            [
                "bazar ertesi",
                "cersenbe axsami",
                "cersenbe",
                "cume axsami",
                "cume",
                "senbe",
            ]
        )
        for ending in ("", " gunu")
    }
    | {"bazar gunu": 6},
    name_cases=(
        (
            "",
            (
                (r"(?<=[oe]v)(?:un|u|la|dan|da)", ""),
                (r"(?<=yev)(?:in|i|lə|ə|dən|də)", ""),
                (r"(?<=lı|zl)(?:nın|nı|ya|dan|da)", ""),
                (r"(?<=li)(?:nin|ni|yə|dən|də|ylə)", ""),
                (r"(?<=zadə)(?:nin|ni|yə|dən|də|ylə)", ""),
                (r"(?<=ova)(?:nın|nı|ya|dan|da|yla)", ""),
                (r"(?<=yeva)(?:nın|nı|ya|dan|da|yla)", ""),
                (r"(?<=[bcçdfghxkqmnprsştvyz])lə", ""),
                (r"(?<=[bcçdfghxkqmnsştvyz])la", ""),
                (r"(?<=[zxkqş])(?:ın|un|ün)", ""),
                (r"(?<=yn)(?:in|ə|də|dən)", ""),
                (r"(?<=[aoıu])(?:nın|nun)", ""),
                (r"(?<=[əüi])(?:nin|nün)", ""),
                (r"(?<=dze)(?:nin|ni|yə|dən|də)", ""),
            ),
        ),
    ),
    not_names=(
        "nazir naziri nazirlik nazirliyi nazirliyinin nazirin respublika respublikasi"
        " respublikasinin kralligi hokumet hokumeti parlament parlamenti meclis meclisi meclisin"
        " milli senat komissiya komissiyasi komissiyasinin komite komitesi komitesinin konfrans"
        " konfransi sammit sammiti ittifaq ittifaqi birlik birliyi birlesmis milletler teskilat"
        " teskilati teskilatinin departament departamenti departamentinin idare idaresi idaresinin"
        " sobe sobesi sobesinin sedr sedri muavin muavini katib katibi bas direktor direktoru"
        " mudir mudiri reis reisi sefir sefiri sefirlik sefirliyi konsulluq konsul prezident"
        " prezidenti prezidentinin saray sarayi universitet universiteti merkez merkezi merkezinin"
        " institut institutu bank banki sirket sirketi sura surasi surasinin sazis memorandum"
        " memorandumu protokol forum forumu qrup qrupu heyet heyeti numayende numayendesi xususi"
        " ali daimi cenab xanim ve ile bir bu o da de hem hemcinin habele ucun gore sonra evvel"
        " ise iki her ikiterefli resmi isguzar teref terefi tereflere tereflerin olke olkesi"
        " xarici daxili dovlet federal region regional beynelxalq avropa asiya afrika amerika ereb"
        " turk serq qerb simal cenub yaxin qafqaz cenubi simali qarabag qerbi serqi strateji"
        " terefdasliq emekdasliq tehlukesizlik gorusde gorus qonaq muzakire iclas iclasi sefer"
        " seferi azertac aznews " + _CITY_FORMS
    ),
    acts=Acts(
        visit=(
            r"sefer(?!ber|ov|li)\w*|(?<!araya )(?<!meydana )(?<!yekun )(?<!raziliga )(?<!qenaete )"
            r"(?<!neticeye )(?<!uygun )(?<!ortaya )gel(?:ib|di|misdir|ibler|mis|ecek)(?= |\.|,|;|$)"
            r"|yola dus(?:ub|du|mus|ecek)\w*|safer\w*|gedib|gedecek|ziyaret(?!gah)\w*"
        ),
        meet=(
            r"gorus(?!u[nm]? bildir|leri(?:ni)? bolus)\w*|danisiq\w*|bir araya gel\w*"
            r"|muzakireler (?:apar|kecir|edil)\w*|fikir mubadile\w*|sohbet (?:ed|et)\w*|nahar\w*"
            r"|isguzar sam yemey\w*|tekbetek\w*|deyirmi masa\w*|toplanti\w*|bas tutan gorus\w*"
        ),
        receive=(
            r"(?<!qerar )(?<!qanun )(?<!qetname )(?<!beyanat )(?<!beyanname )(?<!sened"
            r" )(?<!devetini )"
            r"(?<!kimi )(?<!program )qebul (?:ed|et|olun)\w*|qebulunda\w*|qarsila(?:yib|di|nib"
            r"|misdir)"
            r"|qonaq qarsila\w+|ev sahibliyi ed\w+"
        ),
        call=(
            r"telefon(?:la)?(?: (?:danisig|danisiq|sohbet|elaqe|zeng)\w*)?|telefon ed\w+|zeng"
            r" (?:ed|vur)\w+"
        ),
        video=(
            r"video-?(?:konfrans|baglanti|format|gorus|zeng|rabite)\w*|video (?:konfrans|format"
            r"|gorus|zeng)\w*"
            r"|onlayn\w*|virtual\w*"
        ),
        gathering=r"deyirmi masa\w*|panel\w*|brifinq\w*",
        consult=(
            r"iclas\w*|raund\w*|meslehetlesme\w*|konsultasiya\w*|sessiya\w*|gorus\w*|dialoq\w*"
            r"|tur(?:u|unun)"
            r"|dovr(?:u|unun)?|toplanti\w*|kecir\w+|bas tut\w+|bas tutub|teskil olun\w+"
        ),
        sign=r"imza(?:la\w+|lar|si|sini|ya|lanma\w*|lari)?|paraflan\w+",
    ),
    marks=Marks(
        planned=(
            r"\w+(?:acaq|ecek)(?:lar|ler|dir|dirlar)?(?= ?[.;!?]|$|\n)"
            r"|(?:sefer edeceyi|gedeceyi|geleceyi|goruseceyi|kecirileceyi|kecireceyi|bas tutacagi"
            r"|teskil olunacagi|seferde olacagi|imzalanacagi|qebul edeceyi|istirak edeceyi"
            r"|edileceyi)\w*"
            r"|(?:kecirilecek|bas tutacaq|teskil olunacaq|imzalanacaq|edeceyi) (?:[\w'-]+ ){0,3}?"
            r"(?:gorus|iclas|sefer|meslehetlesme|sammit|toplanti|konfrans|danisiq)\w*"
            r"|planlasdiril\w+|gozlenil(?:ir|en|mekdedir)|gozleyir|nezerde tutul\w+|hazirlasir"
            r"|qarsidan gelen|gelen (?:hefte|ay|il)|sabah"
        ),
        postponed=(
            r"texire sal\w+|te'xire sal\w+|basqa (?:vaxta|tarixe) kecir\w+|vaxti deyisdiril\w+"
        ),
        cancelled=(
            r"(?:sefer|gorus|iclas|tedbir|danisiq|sammit|toplanti|meslehetlesme)\w*(?:"
            r" [\w-]+){0,5}?"
            r" legv (?:ed|et|olun)\w+|legv (?:edilib|olunub|etdi|edib)|bas tutmayacaq\w*"
        ),
        denied=(
            r"tekzib\w*|yalan(?:dir|di|lay\w+)?|esassiz\w*|heqiqet\w* (?:uygun|eks etdirm)\w*(?:"
            r" deyil\w*)?"
            r"|bas tutma(?:yib|di|misdir|digi\w*)|kecirilme(?:yib|di|misdir|diyi\w*)|gorus"
            r" olma(?:yib|di|digi)\w*"
            r"|gorusme(?:yib|di|misdir|diyi)\w*|sefer etme(?:yib|di|misdir|diyi)\w*|dogru (?:deyil"
            r"|olmadig)\w*"
            r"|inkar (?:ed|et)\w+|uydurma\w*|planlasdirilm(?:ir|ay\w+)|nezerde tutulm(?:ur|ay\w+)"
        ),
        past=(
            r"(?:kecen|oten) (?:il|ay|hefte|ilin|ayin|heftenin|defe)\w*|evveller|daha evvel|bundan"
            r" evvel"
            r"|evvelki (?:gorus|iclas|sefer|raund|il|ay|meslehet)\w*|sonuncu (?:defe|gorus|sefer"
            r"|iclas)\w*"
            r"|(?:il|ay|hefte|gun) (?:evvel|once|bundan evvel)|\w+m[iu]sd[iu](?:ler|lar)?|kecmis"
            r"|sabiq"
            r"|(?:19|20)[0-9]{2}-[cn]?[iu]?[ciu]{1,3} il(?:de|den)(?! [a-z]+(?:in|un|de|da) [0-9])"
            r"|ildonumu\w*|xatirlad\w+|xatirlat\w+|yada sal\w+|(?:yaradildigi|muste?qilli)\w*"
        ),
        greetings=(
            r"\w+,?(?= [^.,;]{3,70}(?:in|un) (?:[\w'-]+ ){0,2}(?:salam|tebrik|mektub|mesaj|bassagl"
            r"|devet mektub)\w*)"
            r"|(?:salam|tebrik)(?:lar|ler)?(?:ini|larini|lerini|larina|lara)|adindan"
        ),
        guest_of=r"devet(?:i|ine|iyle)(?: ile| esasen| gore)?",
        following=(
            rf"(?:novbeti|sonraki|gelen) (?:[\w'-]+ ){{0,6}}?{_SESSION}\w*(?: [\w,'-]+){{0,14}}?"
            rf" {_AHEAD}"
        ),
        agreed=(
            r"razil(?:iq|ig)\w*(?: elde\w*| gel\w+)?|raziliga gel\w+|razilas(?:ib|di|dir|mis)\w*"
            r"|qerara al\w+"
            r"|qerar (?:qebul|ver)\w*|serhlesib|ohdelik\w*|(?:kecirilmesi|imzalanmasi|teskili)\w*"
            r" (?:barede|haqqinda) razil\w+"
        ),
        invited=(
            r"devet (?:ed|et|olun)\w+|sefere devet\w*|devetini (?:catdir|yet)\w+|(?:sefer\w*"
            r"|olkesine|olkemize)"
            r" devet\w*"
        ),
        recently=(
            r"bu gunlerde|son gunler(?:de)?|bu yaxinlarda|oten gunler(?:de)?|bir nece gun (?:evvel"
            r"|once)|bu hefte"
        ),
        said=(
            r"(?:bildir|de|vurgula|soyle|elave ed|xatirla|tesekkur ed|qeyd ed|diqqete catdir"
            r"|qiymetlendir"
            r"|toxun|isare ed|diqqet cek|ifade ed|melumat ver|yeniden tesdiq|danis)"
            r"(?:ib(?:ler|dir)?|yib(?:ler)?|di(?:ler)?|mis(?:dir|ler)?|erek|yerek|mekle|ub|misdi)"
            r"|(?:qeyd|elave|ifade|tesekkur|diqqet|isare) (?:et(?:di|mis)|edir)\w*|deyib|dedi"
            r"|vurgulayib"
            r"|tesdiqleyib|(?:qeyd|ifade|isare) olunub|diqqete catdirib|minnetdarl\w+ \w+"
            r"|memnunlu\w+ \w+"
            r"|emin oldug\w+"
        ),
        margins=(
            r"cercivesinde|(?:fonunda|marjinda|kenarinda)|istirak etmek ucun|qatilmaq ucun|istirak"
            r" edib"
        ),
    ),
    links=Links(
        # The state stands before the post; a state after a post belongs to the next words.
        of=r"(?!)",
        articles="",
        and_=r"ve|habele|hemcinin|ile",
        place=r"(?!)",
        honorifics=(
            r"cenab|xanim|dr\.?|prof\.?|doktor|professor|zati-alileri|elahezret|eli?hezretleri|seyx"
            r"|sahzade|general|general-\w+|hormetli"
        ),
        counterpart=r"hemkar\w*|hemfikri",
        # The leader stands before these words; so they swallow the word after them, no name.
        head=(
            r"(?>(?:hem)?(?:sedrliyi|rehberliyi|basciligi)(?: ile| altinda| etdiyi|)(?: [\w'-]+)?)"
            r"|(?>(?:hem)?sedrlik (?:ed|et)\w+)"
        ),
        heads_after=r"(?:hem)?(?:sedrlik|rehberlik|basciliq) (?:ed|et)\w+",
        side=(
            r"teref(?:i|inin|inden|ine|ini|den|leri)?|(?:numayende )?heyet(?:i|inin|ine|ini|ile"
            r"|inde)?"
        ),
        particles=(
            r"van|von|de|der|den|del|della|di|da|dos|das|la|le|bin|ibn|bint|bel|al|el|ul|es|er|ed"
            r"|ez|en|abu|ebu|ben|ter|zu|y|e|oglu|qizi"
        ),
    ),
)
