"""The lexicon of Turkish."""

from dragoman.domain import COUNTRY_NAMES
from dragoman.exchange.intake.lexicon.lexicon import Acts, Lexicon, Links, Marks

_S = r"\w{0,8}"
"""The inflections of a noun."""
_MINISTER = rf"bakan(?!li[gk]|lar kurulu|sal){_S}"
_DEPUTY = rf"(?:birinci )?(?:yardimci|vekil){_S}"
_CHAIR = rf"baskan(?!li[gk]){_S}"
_SPEAKER = rf"(?:{_CHAIR}|sozcu{_S})"
_PRESIDENT = rf"(?:cumhurbaskan|devlet baskan)(?!li[gk]){_S}"
_PRESIDENT_STEM = r"(?:cumhurbaskan|devlet baskan)(?:i|lar)?"
_AMBASSADOR = rf"(?:buyuk)?elci(?!li[gk]){_S}|sefir(?!li[gk]|ov){_S}"
_POSTED = (
    r"(?:(?<!')\w+(?: \w+)?'(?:n?da|n?de|ta|te)ki |(?:(?<='in )|(?<='nin )|(?<='un )|(?<='nun ))\w+"
    r" (?:nezdinde )?"
    r"|\w+ nezdindeki )?"
)
_EVENT = (
    r"(?:toplanti|gorusme|ziyaret|zirve|istisare|tur|oturum|imza|konferans|bulusma|temas|program"
    r"|seyahat|gezi)"
)

# Turkish puts "-li" after the name of a state: "Iraklı mevkidaşı".
_NATIONALS = "; ".join(
    f"{code} {name}li, {name}lu" for code, name in COUNTRY_NAMES["tr"].items() if "(" not in name
)

LEXICON = Lexicon(
    language="tr",
    has_cases=True,
    has_verb_last=True,
    # An apostrophe parts the case endings of names from the stem, so they are words of their own;
    # these serve sources that leave the apostrophe out. "-ye" would make "Maliye" the state Mali.
    endings=(
        *("larinin", "lerinin", "lardan", "lerden", "larin", "lerin", "larla", "lerle"),
        *("lari", "leri", "lara", "lere"),
        *("ndan", "nden", "nin", "nun", "nda", "nde", "dan", "den", "tan", "ten", "lar", "ler"),
        *("yla", "yle", "in", "un", "da", "de"),
    ),
    demonyms_have_capitals=True,
    demonyms=f"""{_NATIONALS};
AF Afgan; AL Arnavut; DZ Cezayirli; AE Emirlikli, BAE'li; AU Avustralyalı; AZ Azeri, Azerbaycanlı;
BA Bosnalı, Bosna Hersekli, Boşnak; BG Bulgar; BY Belaruslu; CN Çin, Çinli; TD Çad; CY Kıbrıslı;
CZ Çek; DE Alman; DK Danimarkalı; EE Eston; ES İspanyol; FI Fin; FR Fransız;
GB İngiliz, Britanyalı; GE Gürcü; GR Yunan; HR Hırvat; HU Macar; IN Hintli; IT İtalyan; JP Japon;
KG Kırgız; KZ Kazak; LA Laoslu; LV Leton; LT Litvanyalı; MA Fas, Faslı; MN Moğol; ME Karadağlı;
MK Makedon, Makedonyalı; NL Felemenk, Hollandalı; NO Norveçli; PL Leh, Polonyalı; PS Filistinli;
PT Portekizli; RO Rumen; RU Rus; RS Sırp; SA Suudi, Suudi Arabistanlı; SE İsveçli; SI Sloven;
SK Slovak; KR Güney Koreli; KP Kuzey Koreli; TJ Tacik; TR Türk, Türkiyeli; UA Ukraynalı;
US Amerikan, Amerikalı, ABD'li; UZ Özbek; VA Vatikanlı; VN Vietnamlı; AM Ermeni; XK Kosovalı;
CD Demokratik Kongolu; MM Myanmarlı; MV Maldivli; PH Filipinli; SC Seyşelli; BS Bahamalı;
KM Komorlu; ZA Güney Afrikalı
""",
    states=(
        "TW Çin Cumhuriyeti; CN Çin Halk Cumhuriyeti; US ABD, Amerika, Birleşik Devletler; AE BAE, Emirlikler, Birleşik Arap Emirliği;"
        " GB İngiltere, Britanya, Birleşik Krallık, Büyük Britanya; CN Çin Halk Cumhuriyeti, ÇHC;"
        " TR TBMM, Türkiye Cumhuriyeti; KR Güney Kore Cumhuriyeti, Kore Cumhuriyeti;"
        " CY Güney Kıbrıs, GKRY, Güney Kıbrıs Rum Yönetimi; BA Bosna Hersek;"
        " CD Kongo Demokratik Cumhuriyeti, KDC, Demokratik Kongo; CG Kongo;"
        " CI Fildişi Sahili; CH İsviçre Konfederasyonu; CZ Çek Cumhuriyeti; MK Kuzey Makedonya;"
        " MM Myanmar, Burma; PS Filistin, Filistin Devleti, Filistin Yönetimi; NL Hollanda"
        " Krallığı;"
        " ZA Güney Afrika Cumhuriyeti; SA Suudi Arabistan; VA Papalık, Vatikan; BY Beyaz Rusya;"
        " CV Yeşil Burun Adaları; TL Doğu Timor; SZ Svaziland; GE Gürcistan; MV Maldivler;"
        " KM Komor Adaları; SY Suriye Arap Cumhuriyeti; IQ Irak Cumhuriyeti; EG Mısır Arap"
        " Cumhuriyeti; LY Libya;"
        " LK Sri Lanka; KZ Kazakistan Cumhuriyeti; UZ Özbekistan Cumhuriyeti;"
        " org:EU AB, Avrupa Birliği, Avrupa Komisyonu, AB Komisyonu; org:UN BM, Birleşmiş"
        " Milletler;"
        " org:NATO NATO; org:AU Afrika Birliği; org:COE Avrupa Konseyi; org:OIC İİT;"
        " org:LAS Arap Birliği, Arap Ligi; org:OTS TDT, Türk Devletleri Teşkilatı, Türk Konseyi;"
        " org:GCC KİK, Körfez İşbirliği Konseyi; org:ECO Ekonomik İşbirliği Teşkilatı, EİT;"
        " org:OSCE AGİT, Avrupa Güvenlik ve İşbirliği Teşkilatı; org:D8 D-8; org:IAEA UAEA,"
        " Uluslararası Atom Enerjisi Ajansı; org:SCO Şanghay İşbirliği Örgütü, ŞİÖ;"
        " org:BSEC KEİ, Karadeniz Ekonomik İşbirliği; org:WHO DSÖ, Dünya Sağlık Örgütü;"
        " org:WTO Dünya Ticaret Örgütü; org:WB Dünya Bankası; org:ICRC Uluslararası Kızılhaç"
        " Komitesi;"
        " org:CIS Bağımsız Devletler Topluluğu; org:CICA AİGK; org:TURKPA TÜRKPA; org:IMF IMF"
    ),
    posts=(
        (rf"basbakan(?!li[gk]){_S} {_DEPUTY}", "deputy prime minister"),
        (
            rf"basbakan(?!li[gk]){_S}|hukumet baskan(?!li[gk]){_S}|basvekil{_S}",
            "prime minister",
        ),
        (rf"(?:federal )?sansolye(?!li[gk]){_S}", "chancellor"),
        (rf"sansolye {_DEPUTY}", "vice chancellor"),
        (
            rf"{_PRESIDENT_STEM} {_DEPUTY}|(?:(?<=abd )|(?<=amerika )|(?<=devletleri ))baskan"
            rf" {_DEPUTY}"
            rf"|baskan {_DEPUTY}",
            "vice president",
        ),
        (
            rf"avrupa komisyonu {_CHAIR}|(?:(?<=ab )komisyonu {_CHAIR})",
            "president of the european commission",
        ),
        (
            rf"avrupa (?:birligi )?konseyi {_CHAIR}|(?:(?<=ab )konseyi {_CHAIR})",
            "president of the european council",
        ),
        (rf"avrupa parlamentosu {_CHAIR}", "president of the european parliament"),
        (rf"ab bakan(?!li[gk]){_S}", "minister of european affairs"),
        (
            rf"(?:birinci )?{{portfolio}} bakan(?:i)?(?:nin)? {_DEPUTY}",
            "deputy minister of *",
        ),
        (
            rf"disisleri mustesar{_S}|(?:disisleri bakanligi )?mustesar(?!li[gk]){_S}",
            "under secretary",
        ),
        (rf"{{portfolio}} {_MINISTER}", "minister of *"),
        (
            rf"(?:\w+ )?diplomasi(?:si|sinin)? (?:sefi|baskani|patronu){_S}|disisleri sefi{_S}",
            "foreign minister",
        ),
        (rf"devlet bakan(?!li[gk]){_S}", "minister of state"),
        (rf"devlet sekreteri{_S}", "state secretary"),
        (
            rf"(?:(?:(?<=tbmm )|parlamento(?:su)? |(?:\w+ )?meclis(?:i)? |senato(?:su)? "
            rf"|duma(?:si)? )"
            rf"{_CHAIR}) {_DEPUTY}|(?:(?<=tbmm )|meclis(?:i)? |parlamento(?:su)? |senato(?:su)?"
            rf" )baskan"
            rf" {_DEPUTY}",
            "deputy speaker of parliament",
        ),
        (
            rf"(?:(?:turkiye )?buyuk millet meclisi|(?:milli|ulusal|millet|halk|federal|danisma"
            rf"|yuce"
            rf"|temsilciler|sura|ulusal halk|federal ulusal|islami sura) meclis(?:i)?"
            rf"|meclis(?:i)?|temsilciler meclisi|parlamento(?:su)?|senato(?:su)?|(?:devlet"
            rf" )?duma(?:si)?"
            rf"|avam kamarasi|knesset|kongre(?:si)?|federasyon konseyi|bundestag|federal meclis"
            rf"|yuksek meclis|halk maslahati|jogorku kenes|ali meclis) {_SPEAKER}|(?<=tbmm"
            rf" ){_SPEAKER}",
            "speaker of parliament",
        ),
        (
            rf"(?:(?:(?<=tbmm )|(?<=meclisi )|(?<=parlamentosu )|(?<=senatosu ))(?:[\w,-]+"
            rf" ){{1,7}}?"
            rf"|(?:[\w-]+ iliskiler |disisleri |savunma ))"
            rf"(?:komisyon|komite)(?:u|si) {_CHAIR}",
            "chair of committee",
        ),
        (
            rf"(?:parlamentolararasi |parlamentolar arasi )?dostluk grubu {_CHAIR}",
            "chair of friendship group",
        ),
        (rf"genel sekreter(?:i)? {_DEPUTY}", "deputy secretary general"),
        (rf"genel sekreter(?!li[gk]){_S}", "secretary general"),
        (
            rf"(?:disisleri bakanligi (?:[\w,-]+ ){{0,8}}?)?genel mudur(?:u)? {_DEPUTY}"
            rf"|genel baskan {_DEPUTY}",
            "deputy director",
        ),
        (
            rf"(?:(?:disisleri )?bakanligi (?:[\w,-]+ ){{0,8}}?)?genel mudur(?!lu[gk]){_S}",
            "director general",
        ),
        (rf"(?:multeciler )?yuksek komiser(?!li[gk]){_S}", "high commissioner"),
        (
            rf"(?:disisleri ve guvenlik politikasi )?yuksek temsilci(?!li[gk]){_S}",
            "high representative",
        ),
        (
            rf"(?:genel sekreteri(?:'nin|nin)? )?(?:\w+ )?ozel (?:temsilci|elci"
            rf"|koordinator)(?!li[gk]){_S}",
            "special envoy",
        ),
        (rf"daimi temsilci(?!li[gk]){_S}", "permanent representative"),
        (rf"(?:ab )?(?:[\w ]{{3,40}} sorumlu )?komiser(?!li[gk]){_S}", "commissioner"),
        (rf"(?:gecici )?maslahatguzar(?!li[gk]){_S}", "charge d'affaires"),
        (
            rf"{_POSTED}(?:olaganustu ve tam yetkili )?(?:{_AMBASSADOR})",
            "ambassador",
        ),
        (rf"{_POSTED}baskonsolos(?!lu[gk]){_S}", "consul general"),
        (rf"{_POSTED}fahri konsolos(?!lu[gk]){_S}", "honorary consul"),
        (
            rf"(?:cumhurbaskanligi (?:[\w,-]+ ){{0,6}}?|ulusal guvenlik |(?:cumhur"
            rf"|bas)bakan\w{{0,6}} )?"
            rf"(?:bas)?danisman(?!li[gk]){_S}|ulusal guvenlik mustesar(?!li[gk]){_S}",
            "adviser",
        ),
        (
            rf"(?:milli |ulusal )?guvenlik (?:konseyi|kurulu) sekreteri{_S}",
            "secretary of the security council",
        ),
        (
            rf"(?:cumhurbaskanligi|baskanlik|basbakanlik) (?:ofisi |idaresi )?(?:genel sekreteri"
            rf"|ozel kalem muduru|ofisi baskani|idaresi baskani){_S}|ozel kalem muduru{_S}",
            "chief of staff",
        ),
        (rf"genelkurmay {_CHAIR}", "chief of the general staff"),
        (
            rf"(?:disisleri bakanligi (?:[\w,-]+ ){{0,8}}?)?(?:daire(?:si)?|departman(?:i)?|dairesi"
            rf"|bolumu|ofisi) (?:{_CHAIR}|mudur(?!lu[gk]){_S}|sef{_S})",
            "head of department",
        ),
        (rf"veliaht(?: prens{_S})?|velia[hd]d{_S}", "crown prince"),
        (
            rf"kral(?!l?i[gk]|li){_S}|kralice{_S}|(?:emir|sultan)i\w{{0,4}}",
            "head of state",
        ),
        (
            rf"{_PRESIDENT}|(?:(?<=abd )|(?<=devletleri )|(?<=konfederasyonu )){_CHAIR}"
            rf"|(?:filistin yonetimi|bolgesel yonetimi|ikby|kby) {_CHAIR}",
            "president",
        ),
        (rf"merkez bankasi {_CHAIR}", "governor"),
        (r"vali(?:si|sinin|sine|sini|siyle|ler|leri)?", "governor"),
        (rf"(?:buyuksehir )?belediye {_CHAIR}", "mayor"),
        (r"bakan yardimci\w*", "deputy minister"),
        (r"bakan(?:imiz\w*)?", "minister"),
    ),
    portfolios=(
        (
            r"disisleri(?:,? (?:ve )?(?:avrupa(?: birligi)?(?: isleri)?|uluslararasi (?:isbirligi"
            r"|ticaret)"
            r"|(?:bolgesel|afrika) isbirligi|gurbetciler|gocmenler|diaspora(?: isleri)?|ticaret"
            r"|diyanet|ibadet"
            r"|kalkinma|goc|turizm|insani hareketlilik|yurt ?disi(?:ndaki)? \w+"
            r"|milletler toplulugu(?: ve kalkinma)?))*|dis (?:isleri|iliskiler)|hariciye",
            "foreign affairs",
        ),
        (r"avrupa (?:birligi )?(?:isleri|isbirligi|entegrasyonu)", "european affairs"),
        (r"(?:milli |ulusal )?savunma", "defence"),
        (r"icisleri|ic isleri|dahiliye", "interior"),
        (r"(?:hazine ve )?maliye|hazine|finans", "finance"),
        (r"ekonomi(?: isleri)?|ekonomik (?:isler|kalkinma)|iktisat", "economy"),
        (r"(?:ic ve )?(?:dis )?ticaret", "trade"),
        (r"yatirim(?:lar)?", "investment"),
        (r"(?:savunma )?sanayi(?:i)?", "industry"),
        (r"enerji|tabii kaynaklar|dogal kaynaklar", "energy"),
        (r"petrol", "oil"),
        (r"elektrik", "electricity"),
        (r"maden(?:cilik|ler)?|maden kaynaklari", "mining"),
        (r"tarim|orman(?:cilik)?|hayvancilik", "agriculture"),
        (r"gida(?: guvenligi)?", "food"),
        (r"balikcilik|su urunleri", "fisheries"),
        (r"(?:milli |ulusal )?egitim|yuksek ?ogretim|yuksek ogrenim", "education"),
        (r"saglik|halk sagligi", "health"),
        (r"adalet", "justice"),
        (r"ulastirma|ulasim", "transport"),
        (r"altyapi|bayindirlik", "infrastructure"),
        (r"kultur", "culture"),
        (r"cevre(?:nin korunmasi)?|ekoloji", "environment"),
        (r"iklim(?: degisikligi)?", "climate"),
        (r"calisma|istihdam", "labour"),
        (r"sosyal (?:guvenlik|hizmetler|isler|politikalar|kalkinma|yardimlasma)", "social affairs"),
        (r"bilim|bilimsel arastirma(?:lar)?|arastirma", "science"),
        (r"(?:bilgi )?teknoloji(?:ler|leri|si)?", "technology"),
        (r"turizm", "tourism"),
        (r"spor", "sport"),
        (r"genclik", "youth"),
        (r"su(?: kaynaklari| isleri)?|sulama", "water"),
        (r"(?:ulusal |kamu )?guvenlik", "security"),
        (r"haberlesme|iletisim|telekomunikasyon", "communications"),
        (r"enformasyon", "information"),
        (r"dijital (?:kalkinma|donusum|isler|ekonomi)|dijitallesme", "digital development"),
        (r"(?:bolgesel |uluslararasi )?kalkinma", "development"),
        (r"uluslararasi isbirligi", "international cooperation"),
        (r"planlama", "planning"),
        (r"sehircilik|imar|iskan|konut|insaat", "construction"),
        (r"goc(?: isleri)?|goc ve gocmenler|gocmenler", "migration"),
        (r"acil durum(?:lar)?|olaganustu haller|afet(?: yonetimi)?", "emergencies"),
        (r"din(?:i)? isleri|vakiflar|evkaf", "religious affairs"),
        (r"aile|kadin(?:lar)?(?: isleri)?", "women"),
        (r"parlamento isleri", "parliamentary affairs"),
        (r"denizcilik(?: isleri)?", "maritime affairs"),
        (r"diaspora(?: isleri)?|gurbetciler", "diaspora"),
        (r"siyasi isler", "political affairs"),
        (r"gumruk", "customs"),
    ),
    bodies=(
        (r"konsolosluk (?:istisare|gorusme)\w*", "consular consultations"),
        (
            r"(?:ikili )?siyasi istisare\w*(?: toplanti\w*| mekanizma\w*)?"
            r"|(?:disisleri )?bakanliklar(?:i)?(?: ?arasi(?:nda(?:ki)?)?)? (?:siyasi )?istisare\w*"
            r"|istisare toplanti\w*|istisare mekanizma\w*|siyasi danisma toplanti\w*",
            "political consultations",
        ),
        (
            r"(?:karma )?hukumetler ?arasi (?:[\w,-]+ ){0,10}?(?:komisyon|komite)\w*",
            "intergovernmental commission",
        ),
        (
            r"(?:karma|ortak) (?!hukumet)(?:[\w,-]+ ){0,9}?(?:komisyon|komite)\w*|kek|jetco",
            "joint commission",
        ),
        (
            r"(?:yuksek duzeyli )?stratejik (?:ortaklik )?diyalo[gk]\w*(?: mekanizma\w*)?"
            r"|yuksek duzeyli siyasi diyalo[gk]\w*",
            "strategic dialogue",
        ),
        (
            r"(?:ortak )?(?:calisma|uzman(?:lar)?) grub\w*|(?:ortak )?calisma gruplari\w*",
            "working group",
        ),
        (
            r"(?:parlamento(?:lar)? ?arasi )?dostluk grub\w*"
            r"|parlamento(?:lar)? ?arasi (?:\w+ )?(?:grub|komisyon|komite)\w*",
            "inter-parliamentary group",
        ),
    ),
    levels=(
        (r"devlet ziyaret\w*", "state"),
        (r"resmi (?:bir )?calisma ziyaret\w*", "official working"),
        (r"calisma ziyaret\w*", "working"),
        (r"resmi (?:\w+ )?(?:ziyaret|temas)\w*|resmi ziyaret\w*", "official"),
        (r"ozel (?:bir )?ziyaret\w*", "private"),
    ),
    instruments=(
        (
            r"mutabakat (?:zapti|zabti|zabit|muhtira|metin|metni)\w*|mutabakat zapit\w*"
            r"|isbirligi muhtira\w*|anlayis muhtira\w*|(?:anlasma )?memorandum\w*|niyet beyan\w*",
            "memorandum of understanding",
        ),
        (r"nota (?:teatisi|degisimi)\w*", "exchange of notes"),
        (r"ortak (?:bildiri|aciklama)\w*", "joint statement"),
        (r"ortak (?:beyanname|deklarasyon|beyan)\w*", "joint declaration"),
        (
            r"(?:eylem|calisma|istisare|is) plan\w*|isbirligi program\w*|yol harita\w*",
            "action plan",
        ),
        (r"(?:toplanti )?tutana[gk]\w*", "minutes"),
        (r"protoko[lu](?!er)\w*", "protocol"),
        (r"antlasma\w*", "treaty"),
        (
            r"anlasma(?!zlik|yan|ya var)\w*|sozlesme\w*|mutabakat(?! zap| zab| muh| met)\w*",
            "agreement",
        ),
    ),
    topics=(
        (r"ticaret\w*|ticari\w*|ihracat\w*|ithalat\w*", "trade"),
        (r"yatirim\w*", "investment"),
        (
            r"yenilenebilir (?:enerji)?\w*|gunes enerji\w*|ruzgar enerji\w*|yesil (?:enerji"
            r"|hidrojen)\w*"
            r"|temiz enerji\w*",
            "renewable energy",
        ),
        (r"nukleer enerji\w*|nukleer santral\w*", "nuclear energy"),
        (r"nukleer (?:program|anlasma|dosya|muzakere)\w*", "nuclear programme"),
        (r"dogal ?gaz\w*|gaz (?:sevkiyat|tedarik|ihracat|boru)\w*|lng", "natural gas"),
        (r"petrol\w*", "oil"),
        (r"elektrik\w*|enterkonne\w+", "electricity"),
        (r"enerji\w*", "energy"),
        (r"demir ?yol\w*|tren hatt\w*", "railways"),
        (r"havacilik\w*|dogrudan ucus\w*|ucus sefer\w*|hava (?:ulasim|tasima)\w*", "aviation"),
        (r"transit\w*", "transit"),
        (
            r"ulastirma\w*|ulasim\w*|lojistik\w*|orta koridor\w*|kalkinma yolu\w*|tasimacilik\w*",
            "transport",
        ),
        (r"liman\w*", "ports"),
        (r"baglantisallik\w*|baglantilar|baglantililik\w*", "connectivity"),
        (r"altyapi\w*", "infrastructure"),
        (r"gida guvenli\w*|tahil\w*|bugday\w*", "food security"),
        (r"tarim(?!da)\w*", "agriculture"),
        (r"balikcilik\w*", "fisheries"),
        (r"su (?:kaynak|yonetim|konu|mesele|guvenli|paylasim)\w*|sulama\w*|baraj\w*", "water"),
        (r"cevre(?! ulke)\w*|cevresel\w*|biyocesitlilik\w*", "environment"),
        (r"cop ?-?[0-9]{2}", "COP"),
        (r"iklim\w*", "climate"),
        (r"saglik(?!li)\w*|tibbi\w*|ilac (?:sanayi|sektor)\w*", "health"),
        (r"egitim\w*|burs(?:lar\w*|u)?|universite\w*|ogrenci\w*", "education"),
        (r"yapay zeka\w*", "artificial intelligence"),
        (r"bilim\w*|arastirma\w*", "science"),
        (r"teknoloji\w*|inovasyon\w*|yenilikci\w*", "technology"),
        (r"kulturel miras\w*|kultur miras\w*", "cultural heritage"),
        (r"kultur\w*", "culture"),
        (r"turizm\w*|turist\w*", "tourism"),
        (r"spor(?:tif|un|da|cu)?\w{0,3}", "sport"),
        (r"genclik\w*|gencler\w*", "youth"),
        (r"(?:duzensiz )?goc(?:men\w*|un|e|u|le)?|geri kabul\w*", "migration"),
        (r"vize\w*", "visas"),
        (r"konsolosluk\w*|konsuler\w*", "consular affairs"),
        (r"sinir(?:lar\w*|da|in|i|dan)?(?! ?siz)|hudut\w*", "border"),
        (r"siber\w*", "cyber security"),
        (r"bolgesel guvenli\w*|bolge(?:nin)? guvenli\w*", "regional security"),
        (r"teror\w*", "counter-terrorism"),
        (
            r"organize suc\w*|uyusturucu\w*|insan (?:ticareti|kacakcili)\w*|sinir ?asan suc\w*",
            "organised crime",
        ),
        (r"savunma\w*|askeri\w*", "defence"),
        (r"guvenli[kg]\w*", "security"),
        (r"uzay\w*", "space"),
        (r"dijital\w*", "digital cooperation"),
        (r"telekomunikasyon\w*|haberlesme\w*", "telecommunications"),
        (r"banka(?:cilik\w*|lar\w*)|finans\w*|mali (?:isbirligi|konu|iliski)\w*", "finance"),
        (r"gumru[kg]\w*", "customs"),
        (r"(?:cifte )?vergi\w*", "taxation"),
        (r"insan hak\w*", "human rights"),
        (r"insani (?:yardim|durum|kriz|erisim)\w*", "humanitarian aid"),
        (r"insani(?: iliski\w*)?|beseri\w*", "humanitarian relations"),
        (r"multeci\w*|yerinden edil\w*|siginmaci\w*", "refugees"),
        (r"yeniden (?:imar|insa|yapilan)\w*|imar\w*", "reconstruction"),
        (r"mayin\w*", "mine action"),
        (r"baris (?:sureci|anlasma|gorusme|muzakere|gundem)\w*|normallesme\w*", "peace process"),
        (r"catisma sonrasi\w*", "post-conflict situation"),
        (
            r"bolgesel(?:,| ve| ile) (?:uluslararasi|kuresel)|bolgesel (?:konu|mesele|gelisme"
            r"|sorun|durum)\w*"
            r"|bolgedeki (?:son )?(?:gelisme|durum)\w*",
            "regional questions",
        ),
        (
            r"(?:uluslararasi|kuresel) (?:konu|mesele|gelisme|sorun|gundem)\w*",
            "international questions",
        ),
        (r"cok tarafli\w*", "multilateral cooperation"),
        (
            r"uluslararasi (?:kurulus|orgut|teskilat|platform)\w*|birlesmis milletler",
            "international organisations",
        ),
        (
            r"parlamento(?:lar)? ?arasi\w*|parlamenter (?:iliski|isbirligi)\w*",
            "inter-parliamentary relations",
        ),
        (r"siyasi (?:iliski|diyalo|isbirli|temas)\w*|siyasi,", "political relations"),
        (r"ekonomi\w*|iktisadi\w*", "economic relations"),
        (
            r"(?:ikili|karsilikli) (?:\w+ ){0,2}?(?:iliski|isbirli|konu|mesele|munasebet"
            r"|gundem)\w*|ikili"
            r"|iki ulke (?:\w+ ){0,2}?(?:iliski|isbirli)\w*|iki ulke arasindaki",
            "bilateral relations",
        ),
        (r"dis politika\w*", "foreign policy"),
        (r"yaptirim\w*", "sanctions"),
        (r"kalkinma (?:isbirli|yardim)\w*", "development cooperation"),
        (r"diaspora\w*|gurbetci\w*", "diaspora"),
        (r"medya\w*|gazeteci\w*|basin alan\w*", "media"),
        (
            r"(?:adli|hukuki) (?:yardim|isbirli|konu)\w*|yargi\w*|suclularin iade\w*|adalet\w*",
            "justice",
        ),
        (r"hukuki (?:zemin|altyapi|temel|cerceve)\w*|ahdi zemin\w*", "legal framework"),
        (r"isgucu\w*|istihdam\w*|calisma hayat\w*", "labour"),
        (r"afet(?:ler\w*|in)?|deprem\w*|afet yonetim\w*", "disaster management"),
        (r"silahsizlan\w*|silahlarin kontrol\w*", "arms control"),
        (r"secim(?:ler\w*|in|e|i)?", "elections"),
        (r"maden\w*|kritik (?:mineral|hammadde)\w*", "mining"),
        (r"sanayi\w*|endustri\w*", "industry"),
        (
            r"(?:ab )?genisleme(?:si|nin)?|katilim (?:sureci|muzakere)\w*|avrupa entegrasyonu\w*"
            r"|ab uyelik\w*",
            "enlargement",
        ),
        (r"mahkum\w*|rehine\w*|tutuklu\w*|esir(?:ler\w*)?", "prisoners"),
        (r"kayip (?:kisi|sahis)\w*", "missing persons"),
        (r"azinlik\w*", "minorities"),
        (r"kadin(?:lar\w*|in)?(?: haklari\w*)?", "women"),
        (
            r"yerel yonetim\w*|kardes sehir\w*|belediyeler ?arasi\w*|bolgeler ?arasi isbirli\w*",
            "local cooperation",
        ),
    ),
    ordinals=(
        r"(?P<number>[0-9]{1,2}|[ivx]{1,6}|{words})(?: ?'?(?:[iu]?nci|[iu]?ncu)(?:si|su)?|\.)?"
    ),
    ordinal_words={
        word: number
        for number, words in enumerate(
            [
                "birinci ilk",
                "ikinci",
                "ucuncu",
                "dorduncu",
                "besinci",
                "altinci",
                "yedinci",
                "sekizinci",
                "dokuzuncu",
                "onuncu",
                "on_birinci onbirinci",
                "on_ikinci onikinci",
                "on_ucuncu onucuncu",
                "on_dorduncu ondorduncu",
                "on_besinci onbesinci",
                "on_altinci onaltinci",
                "on_yedinci onyedinci",
                "on_sekizinci onsekizinci",
                "on_dokuzuncu ondokuzuncu",
                "yirminci",
            ],
            1,
        )
        for word in words.replace("_", " ").split(" ")
        if word != "on"
    },
    dates=(
        r"[0-9]{1,2}(?: ?- ?[0-9]{1,2})? {month}(?: [0-9]{4})?(?: {weekday})?",
        r"{month} (?:basi|ortasi|sonu)",
        r"{month} [0-9]{4}",
        r"(?:ilkbahar|sonbahar|kis) [0-9]{4}",
    ),
    months={
        f"{name}{ending}": number
        for number, name in enumerate(
            [
                "ocak",
                "subat",
                "mart",
                "nisan",
                "mayis",
                "haziran",
                "temmuz",
                "agustos",
                "eylul",
                "ekim",
                "kasim",
                "aralik",
            ],
            1,
        )
        for ending in ("'in", "'un", " ayinin", " ayi")
    },
    near_days={
        "bugun": 0,
        "bu gun": 0,
        "bu sabah": 0,
        "bu aksam": 0,
        "dun": -1,
        "dunku": -1,
        "evvelsi gun": -2,
        "onceki gun": -2,
        "yarin": 1,
        "yarinki": 1,
        "ertesi gun": 1,
        "obur gun": 2,
    },
    weekdays={
        f"{name}{ending}": day
        for day, name in enumerate(
            ["pazartesi", "sali", "carsamba", "persembe", "cuma", "cumartesi"]
        )
        for ending in ("", " gunu", " gunku", " aksami")
    }
    | {"pazar gunu": 6, "pazar gunku": 6},
    not_names=(
        "bakan bakani bakanlik bakanligi bakanlar disisleri icisleri savunma ekonomi ticaret"
        " enerji maliye hazine kultur turizm egitim saglik adalet tarim sanayi teknoloji cevre"
        " ulastirma cumhuriyet cumhuriyeti krallik kralligi hukumet hukumeti parlamento meclis"
        " meclisi senato komisyon komisyonu komite komitesi konferans konferansi zirve zirvesi"
        " birlik birligi birlesmis milletler teskilat teskilati orgut orgutu genel mudurluk"
        " mudurlugu mudur muduru daire dairesi baskan baskani baskanlik baskanligi buyukelci"
        " buyukelcisi buyukelcilik buyukelciligi konsolosluk baskonsolosluk saray sarayi kulliye"
        " kulliyesi universite universitesi merkez merkezi enstitu enstitusu banka bankasi sirket"
        " sirketi konsey konseyi kurul kurulu anlasma anlasmasi mutabakat zapti protokol forum"
        " forumu grup grubu heyet heyeti toplanti toplantisi gorusme gorusmesi gorusmede"
        " toplantida ziyaret ziyareti yardimcisi yardimci vekili sekreter sekreteri temsilci"
        " temsilcisi yuksek daimi cumhurbaskani basbakan sayin bay bayan ve ile bir bu o da de"
        " icin olarak once sonra ise ayrica iki her ikili resmi tarafi taraflar ulke ulkesi dis ic"
        " milli ulusal devlet federal bolge bolgesel uluslararasi avrupa asya afrika amerika arap"
        " turk dogu bati kuzey guney orta ortadogu yakin kafkasya karabag stratejik ortaklik"
        " isbirligi guvenlik pazartesi sali carsamba persembe cuma cumartesi pazar otel oteli"
        " havalimani iha dha anka ankara istanbul baku bagdat erbil"
        " basra musul kerkuk tahran moskova londra paris berlin roma madrid bruksel washington"
        " pekin tokyo seul riyad doha kahire amman beyrut kudus tiflis erivan astana taskent"
        " biskek asgabat dusanbe kiev kiyev varsova budapeste bukres sofya atina belgrad"
        " saraybosna uskup tiran pristine viyana cenevre lahey lizbon stockholm oslo kopenhag"
        " helsinki riga vilnius tallinn islamabad kabil yeni delhi dakka manama maskat sana"
        " trablus rabat antalya izmir nahcivan susa gence new york"
    ),
    acts=Acts(
        visit=(
            r"ziyaret(?!ci)\w*|seyahat\w*|gidecek\w*|git(?:ti|tiler|mis)|gidiyor\w*|hareket"
            r" (?:etti|edecek)"
            r"|ulas(?:ti|tilar|acak)|(?<!araya )(?<!meydana )(?<!dile )(?<!gundeme )(?:geldi"
            r"|geliyor)(?:ler)?"
            r"|temaslarda bulun\w+|temaslari kapsaminda|temaslarina basla\w+|giderek"
            r"|vardi(?:lar)?(?= |$)"
        ),
        meet=(
            r"gorus(?:tu|me|en|ecek|uyor|ul|mus|er|up)\w*|bir araya (?:gel|getir)\w*|bulus(?:tu|ma"
            r"|acak|mus|an)\w*"
            r"|toplanti\w*|muzakere(?:ler|de)\w*|temas(?:lar)?(?:ta|da)? bulun\w*|bas basa"
            r"|istisarelerde bulun\w*"
            r"|gorus alisverisi\w*|calisma (?:yemegi|kahvaltisi|ogle yemegi)\w*|huzura kabul\w*"
            r"|nezaket ziyareti\w*|yuvarlak masa\w*|makaminda agirla\w+|sohbet et\w+"
        ),
        receive=(
            r"(?<!karar )(?<!yasa )(?<!kanun )kabul (?:et|ed|buyur)\w*|kabulunde|kabulu(?:nun)?"
            r"|agirla\w+"
            r"|misafir et\w+|karsila(?:di|dilar|nan|ndi)|ev sahipligi yap\w+|huzuruna kabul\w*"
        ),
        call=(
            r"telefon(?:la|da|dan)?(?: gorusme\w*| gorus\w*| diplomasisi\w*)?|telefon gorusme\w*"
            r"|telefon trafigi\w*"
        ),
        video=(
            r"video ?-?konferans\w*|cevrim ?ici\w*|goruntulu\w*|sanal (?:ortam|toplanti|gorusme)\w*"
            r"|telekonferans\w*|online|video (?:baglanti|gorusme)\w*"
        ),
        gathering=r"yuvarlak masa\w*|panel\w*|brifing\w*|calistay\w*",
        consult=(
            r"toplanti\w*|tur(?:u|unu|unun|unda|una)?|oturum\w*|donem(?:i|inin)?(?: toplanti\w*)?"
            r"|istisare\w*"
            r"|diyalo[gk]\w*|gerceklestiril\w+|gerceklesti|yapildi|yapilacak|duzenlen\w+|toplandi"
            r"|toplanacak|icra edil\w+"
        ),
        sign=r"imza(?:la\w+|lar|si|sini|ya|yi|lari)?|paraf\w+",
    ),
    marks=Marks(
        planned=(
            r"\w+(?:acak|ecek)(?:lar|ler|tir)?(?= ?[.;!?]|$|\n)"
            r"|(?:ziyaret edecegi|gidecegi|gelecegi|gorusecegi|bulusacagi|yapilacagi"
            r"|gerceklestirecegi"
            r"|gerceklestirilecegi|duzenlenecegi|toplanacagi|bulunacagi|agirlayacagi|imzalanacagi"
            r"|edilecegi|yapacagi|katilacagi|gerceklesecegi)\w*"
            r"|(?:yapilacak|duzenlenecek|gerceklestirilecek|gerceklesecek|toplanacak|imzalanacak)"
            rf"(?: olan)? (?:[\w'-]+ ){{0,3}}?{_EVENT}\w*"
            r"|planla(?:niyor|nmakta\w*|nan|nmis\w*|ndi|maktadir|di)|bekleniyor|beklenmektedir"
            r"|beklenen"
            r"|ongorul(?:uyor|mektedir|en)|hazirlaniyor|(?:yarin|gelecek (?:hafta|ay)|onumuzdeki"
            r" gunlerde)"
            r"|(?:gidiyor|geliyor|bulusuyor|gorusuyor)(?:lar)?(?= ?[.;!?]|$|\n)"
        ),
        postponed=(
            r"erteleme\w*|ertelen(?!mez)\w+|ertele(?:di|diler|mis)|tehir ed\w+|ileri bir tarihe\w*"
        ),
        cancelled=(
            r"(?:ziyaret|gorusme|toplanti|gezi|seyahat|program|temas|zirve)\w*(?: [\w']+){0,5}?"
            r" iptal\w*"
            r"|iptal edil(?:di|diler|mis\w*|digi\w*)|iptal etti(?:ler|gi\w*)?|(?:ziyaret"
            r"|seyahat)\w*"
            r" (?:\w+ )?vazgec\w+"
        ),
        denied=(
            r"yalanla\w+|tekzip\w*|gercegi yansitm\w+|gercek(?:leri)? (?:disi|yansitm\w*)"
            r"|asilsiz\w*"
            r"|dogru (?:degil\w*|olmadig\w*)|gerceklesme(?:di|mistir|digi\w*)|yapilma(?:di|mistir"
            r"|digi\w*)"
            r"|(?:gorusme|bulusma)(?:di|mis|digi)\w*|ziyaret etme(?:di|dig)\w*|soz konusu (?:degil"
            r"|olmadig)\w*"
            r"|(?:iddia|haber)\w*(?: [\w']+){0,3} reddet\w+|gorusme olmadi\w*|planlanmiyor"
            r"|gerceklesmeyecek"
        ),
        past=(
            r"(?:gecen|gectigimiz) (?:yil|ay|hafta|sene|donem|aralik|ekim|kasim|nisan|mayis"
            r"|haziran)\w*"
            r"|daha once\w*|bundan once\w*|onceki (?:donem|toplanti|ziyaret|gorusme|tur|yil|ay)\w*"
            r"|(?:en )?son olarak(?= [0-9]|.{0,30}(?:yilinda|tarihinde))|(?:yil|ay|hafta|gun)"
            r" once\w*"
            r"|(?<![a-z] )(?:19|20)[0-9]{2}(?: yilin(?:da|dan)|'(?:te|ta|de|da|den|dan))"
            r"|\w+m[iu]st[iu]"
            r"|eski|sabik|kurulusunun|yildonumu\w*|yil donumu\w*|hatirlat\w+|son (?:ziyaret"
            r"|gorusme)\w*ndan"
        ),
        greetings=(
            r"\w+,?(?= [^.,;]{3,70}(?:in|un) (?:[\w']+ ){0,2}(?:selam|tebrik|taziye|mektub|mesaj"
            r"|en iyi dilek)\w*)"
            r"|(?:selam|tebrik|taziye)(?:lar|ler)?(?:ini|ina|larini|lerini|lerine)|adina"
        ),
        guest_of=(
            r"(?:resmi )?davet(?:i|lisi|ine|iyle)(?: uzerine| olarak| icabetle| icabet ederek)?"
        ),
        following=(
            r"(?:bir sonraki|sonraki|muteakip|onumuzdeki) (?:[\w'.-]+ ){0,6}?(?:toplanti|tur"
            r"|oturum|donem"
            r" toplanti|istisare|gorusme)\w*|gelecek (?:[\w'.-]+ ){0,3}?(?:toplanti|tur|oturum"
            r"|donem"
            r" toplanti|istisare)\w*"
        ),
        agreed=(
            r"mutabi[kg]\w*(?: kal\w+| var\w+)?|mutabakat(?:a var\w+| sagla\w+)|anlas(?:ti|tilar"
            r"|maya var\w+)"
            r"|kararlastir\w+|karar (?:ver|al|veril|alin)\w+|uzlas(?:ti|tilar|maya var\w+)"
            r"|taahhut\w*"
            r"|konusunda hemfikir\w*|(?:duzenlenmesi|yapilmasi|imzalanmasi|toplanmasi)\w*"
            r" (?:konusunda )?"
            r"(?:kararlastir|mutabi|anlas|uzlas)\w+"
        ),
        invited=(
            r"davet (?:et|ed|edil)\w+|davetini (?:ilet|yinele|tekrarla)\w+|ziyaret(?:e)? davet\w*"
            r"|(?:ulkesine|ulkemize|turkiye'ye) davet\w*|davette bulun\w+"
        ),
        recently=(
            r"gectigimiz gunlerde|gecen gunlerde|son gunlerde|bu gunlerde|bugunlerde|yakin zamanda"
            r"|gecenlerde|kisa sure once|bu hafta"
        ),
        said=(
            r"(?:de|soyle|belirt|vurgula|kaydet|aktar|bildir|acikla|hatirlat|degin|yinele|savun"
            r"|anlat)"
            r"(?:di|ti|mis|diler|tiler|dikten|erek|yerek|digini|mistir)"
            r"|(?:ifade|temenni|tesekkur|dikkat|isaret|takdir|altini)(?: [\w']+)? (?:et|cek|ciz"
            r"|ed)\w+"
            r"|dile getir\w+|degerlendirmesinde bulun\w+|ifadelerini kullan\w+|aciklamada bulun\w+"
            r"|diye konus\w+|seklinde konus\w+|vurgu yap\w+|dilegin(?:de|i) \w+|altini ciz\w+"
            r"|memnuniyetini \w+|aciklamasinda"
        ),
        margins=(
            r"(?:marji|marjlari)n(?:da|daki)|vesilesiyle|kapsaminda (?:duzenlen|bulun|gel)\w+"
            r"|katil(?:mak|di|acak|digi)\w*|katilim(?:iyla|i)"
        ),
    ),
    links=Links(
        # The state stands before the post; a state after a post belongs to the next words.
        of=r"(?!)",
        articles="",
        and_=r"ve|ile|ile birlikte",
        place=r"(?!)",
        honorifics=(
            r"sayin|sn\.?|bay|bayan|dr\.?|prof\.?|doc\.?|ekselanslari|majesteleri|seyh|prens(?:es)?"
            r"|general|orgeneral|buyukelci"
        ),
        counterpart=r"mevkidas\w*|meslektas\w*|muhata[bp]\w*|muadil(?:i|iyle|inin)",
        # The leader stands before these words; so they swallow the word after them, no name.
        head=(
            r"(?>(?:es ?)?baskanli(?:ginda(?:ki)?|gini)(?: [\w'-]+)?)"
            r"|(?>(?:liderliginde|riyasetinde)(?:ki)?(?: [\w'-]+)?)"
        ),
        heads_after=r"(?:es ?)?baskanlik (?:et|yap|ed)\w+",
        side=(
            r"taraf(?:i|inin|inda|indan|lari|ina|ini)?|heyet(?:i|inin|ine|ini|iyle|inde|leri"
            r"|lerinin)?|cephesi"
        ),
        particles=(
            r"van|von|de|der|den|del|della|di|da|dos|das|la|le|bin|ibn|bint|bel|al|el|ul|es|er|ed"
            r"|ez|en|abu|ebu|ben|ter|zu|y|e"
        ),
    ),
)
