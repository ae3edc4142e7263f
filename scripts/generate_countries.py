"""Write `domain/country_table.py` and `domain/country_names.py`.

    python scripts/generate_countries.py            write both files
    python scripts/generate_countries.py --check    exit 1 if a file on disk would change

Source: CLDR, through the library babel (names in twelve languages, and ISO 3166-1 alpha-3 codes as
territory aliases). This script itself lists the withdrawn codes (ISO 3166-3), official names,
aliases and organisations. If two codes claim the same key, the script reports an error and writes
nothing.
"""

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

import babel
from babel.core import get_cldr_version, get_global

from dragoman.domain.text import fold

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "ru", "ar", "az", "tr", "fa", "zh")

# In CLDR, but not among the 249 codes of ISO 3166-1. XK (Kosovo) is not in ISO either, but this
# script keeps XK.
NOT_IN_ISO = "AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ"
ISO_COUNT = 249
WIDTH = 100

# ISO 3166-3. The old names of a renamed state lead to its present code. A state that was dissolved,
# divided or absorbed has no present code (""), and its names lead to the withdrawn code itself.
WITHDRAWN = {
    "AIDJ": ("AFI", "DJ", "French Afars and Issas"),
    "ANHH": ("ANT", "", "Netherlands Antilles"),
    "BQAQ": ("ATB", "", "British Antarctic Territory"),
    "BUMM": ("BUR", "MM", "Burma"),
    "BYAA": ("BYS", "BY", "Byelorussian SSR"),
    "CSHH": ("CSK", "", "Czechoslovakia"),
    "CSXX": ("SCG", "", "Serbia and Montenegro"),
    "CTKI": ("CTE", "", "Canton and Enderbury Islands"),
    "DDDE": ("DDR", "", "German Democratic Republic"),
    "DYBJ": ("DHY", "BJ", "Dahomey"),
    "FQHH": ("ATF", "", "French Southern and Antarctic Territories"),
    "FXFR": ("FXX", "", "Metropolitan France"),
    "GEHH": ("GEL", "", "Gilbert and Ellice Islands"),
    "HVBF": ("HVO", "BF", "Upper Volta"),
    "JTUM": ("JTN", "", "Johnston Island"),
    "MIUM": ("MID", "", "Midway Islands"),
    "NHVU": ("NHB", "VU", "New Hebrides"),
    "NQAQ": ("ATN", "", "Dronning Maud Land"),
    "NTHH": ("NTZ", "", "Neutral Zone"),
    "PCHH": ("PCI", "", "Trust Territory of the Pacific Islands"),
    "PUUM": ("PUS", "", "US Miscellaneous Pacific Islands"),
    "PZPA": ("PCZ", "", "Panama Canal Zone"),
    "RHZW": ("RHO", "ZW", "Southern Rhodesia"),
    "SKIN": ("SKM", "", "Sikkim"),
    "SUHH": ("SUN", "", "Soviet Union"),
    "TPTL": ("TMP", "TL", "East Timor"),
    "VDVN": ("VDR", "", "Democratic Republic of Viet-Nam"),
    "WKUM": ("WAK", "", "Wake Island"),
    "YDYE": ("YMD", "", "Democratic Yemen"),
    "YUCS": ("YUG", "", "Yugoslavia"),
    "ZRCD": ("ZAR", "CD", "Zaire"),
}

# Official English names other than "Republic of" with the name (see REPUBLICS).
OFFICIAL = {
    "AD": "Principality of Andorra",
    "AF": "Islamic Republic of Afghanistan; Islamic Emirate of Afghanistan",
    "AR": "Argentine Republic",
    "BB": "Republic of Barbados",
    "BD": "People's Republic of Bangladesh",
    "BE": "Kingdom of Belgium",
    "BF": "Republic of Upper Volta",
    "BH": "Kingdom of Bahrain; State of Bahrain",
    "BN": "Brunei Darussalam; Nation of Brunei",
    "BO": "Plurinational State of Bolivia; Republic of Bolivia",
    "BR": "Federative Republic of Brazil",
    "BS": "Commonwealth of the Bahamas",
    "BT": "Kingdom of Bhutan",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "CH": "Swiss Confederation",
    "CI": "Republic of Côte d'Ivoire; Republic of Ivory Coast",
    "CN": "People's Republic of China",
    "CV": "Republic of Cabo Verde; Republic of Cape Verde",
    "DE": "Federal Republic of Germany",
    "DK": "Kingdom of Denmark",
    "DM": "Commonwealth of Dominica",
    "DZ": "People's Democratic Republic of Algeria; Democratic and Popular Republic of Algeria",
    "EG": "Arab Republic of Egypt",
    "EH": "Sahrawi Arab Democratic Republic",
    "ER": "State of Eritrea",
    "ES": "Kingdom of Spain",
    "ET": "Federal Democratic Republic of Ethiopia",
    "FM": "Federated States of Micronesia",
    "FR": "French Republic",
    "GA": "Gabonese Republic",
    "GB": "United Kingdom of Great Britain and Northern Ireland",
    "GM": "Republic of the Gambia; Islamic Republic of the Gambia",
    "GR": "Hellenic Republic",
    "GY": "Republic of Guyana; Co-operative Republic of Guyana; Cooperative Republic of Guyana",
    "HK": "Hong Kong Special Administrative Region; "
    "Hong Kong Special Administrative Region of China; "
    "Hong Kong Special Administrative Region of the People's Republic of China",
    "IL": "State of Israel",
    "IR": "Islamic Republic of Iran",
    "IT": "Italian Republic",
    "JO": "Hashemite Kingdom of Jordan",
    "JP": "State of Japan",
    "KG": "Kyrgyz Republic",
    "KH": "Kingdom of Cambodia",
    "KM": "Union of the Comoros",
    "KN": "Federation of Saint Christopher and Nevis; Federation of Saint Kitts and Nevis",
    "KP": "Democratic People's Republic of Korea; People's Democratic Republic of Korea",
    "KR": "Republic of Korea",
    "KW": "State of Kuwait",
    "LA": "Lao People's Democratic Republic",
    "LB": "Lebanese Republic",
    "LI": "Principality of Liechtenstein",
    "LK": "Democratic Socialist Republic of Sri Lanka",
    "LS": "Kingdom of Lesotho",
    "LU": "Grand Duchy of Luxembourg",
    "LY": "State of Libya; Great Socialist People's Libyan Arab Jamahiriya; "
    "Libyan Arab Jamahiriya; Libyan Arab Republic",
    "MA": "Kingdom of Morocco",
    "MC": "Principality of Monaco",
    "MK": "Republic of North Macedonia; Republic of Macedonia; "
    "Former Yugoslav Republic of Macedonia",
    "MM": "Republic of Myanmar; Republic of the Union of Myanmar; Union of Myanmar; "
    "Union of Burma; Republic of the Union of Burma; "
    "Socialist Republic of the Union of Burma",
    "MO": "Macao Special Administrative Region; Macau Special Administrative Region; "
    "Macao Special Administrative Region of China; "
    "Macao Special Administrative Region of the People's Republic of China",
    "MP": "Commonwealth of the Northern Mariana Islands",
    "MR": "Islamic Republic of Mauritania",
    "MX": "United Mexican States",
    "MY": "Federation of Malaysia",
    "NG": "Federal Republic of Nigeria",
    "NL": "Kingdom of the Netherlands",
    "NO": "Kingdom of Norway",
    "NP": "Federal Democratic Republic of Nepal; Kingdom of Nepal",
    "OM": "Sultanate of Oman; Muscat and Oman; Sultanate of Muscat and Oman",
    "PG": "Independent State of Papua New Guinea",
    "PK": "Islamic Republic of Pakistan",
    "PS": "State of Palestine",
    "PT": "Portuguese Republic",
    "QA": "State of Qatar",
    "RU": "Russian Federation",
    "RW": "Rwandese Republic; Republic of Rwanda",
    "SA": "Kingdom of Saudi Arabia",
    "SE": "Kingdom of Sweden",
    "SK": "Slovak Republic",
    "SM": "Republic of San Marino; Most Serene Republic of San Marino",
    "SO": "Federal Republic of Somalia; Somali Republic; Somali Democratic Republic",
    "ST": "Democratic Republic of São Tomé and Príncipe",
    "SY": "Syrian Arab Republic",
    "SZ": "Kingdom of Eswatini; Kingdom of Swaziland",
    "TG": "Togolese Republic",
    "TH": "Kingdom of Thailand",
    "TL": "Democratic Republic of Timor-Leste; Democratic Republic of East Timor",
    "TO": "Kingdom of Tonga",
    "TR": "Republic of Turkey; Republic of Turkiye",
    "TT": "Republic of Trinidad and Tobago",
    "TW": "Republic of China; Taiwan, Province of China; Republic of China (Taiwan)",
    "TZ": "United Republic of Tanzania",
    "US": "United States of America",
    "UY": "Eastern Republic of Uruguay; Oriental Republic of Uruguay",
    "VA": "Vatican City State; Holy See (Vatican City State)",
    "VE": "Bolivarian Republic of Venezuela; Republic of Venezuela",
    "VN": "Socialist Republic of Viet Nam; Socialist Republic of Vietnam",
    "WS": "Independent State of Samoa; Western Samoa; Independent State of Western Samoa",
    "ZA": "Republic of South Africa; Union of South Africa",
}

# States whose official English name is "Republic of" and the CLDR name.
REPUBLICS = """
AL AM AO AT AZ BA BG BI BJ BW BY CL CM CO CR CU CY DJ EC EE FI FJ GE GH GN GQ GT GW HN HR HT
HU ID IE IN IQ IS KE KI KZ LR LT LV MD ME MG MH ML MT MU MV MW MZ NA NE NI NR PA PE PH PL PW
PY RO RS SC SD SG SI SL SN SR SS SV TD TJ TM TN TR UA UG UZ VU XK YE ZM ZW
"""

# Other names in use, in any language, including CLDR's short and variant names, which babel omits.
ALIASES = {
    "AE": "UAE; U.A.E.; Emirates; The Emirates; VAE; EAU; ОАЭ; Эмираты; الإمارات; "
    "دولة الإمارات العربية المتحدة; امارات; BƏƏ; BAE; 阿联酋",
    "AG": "Antigua and Barbuda",
    "AM": "Армянская Республика; Республика Армения; Ermənistan Respublikası",
    "AU": "Commonwealth of Australia",
    "AZ": "Azerbaijan Republic; Азербайджанская Республика; Азербайджан Республика; "
    "Azərbaycan Respublikası; Azerbaycan Cumhuriyeti; جمهورية أذربيجان; جمهوری آذربایجان; "
    "آذربایجان; Aserbaidschanische Republik; 阿塞拜疆共和国",
    "BA": "Bosnia; Bosnia-Herzegovina; BiH; Bosnia and Hercegovina; Bosnien; Bosnien-Herzegowina; "
    "Bosnie; Bosna; Босния",
    "BN": "Negara Brunei Darussalam",
    "BQ": "Bonaire, Sint Eustatius and Saba; BES Islands",
    "BS": "Bahama Islands",
    "BY": "Byelorussia; Belorussia; Belorus; Weissrussland; Weißrussland; Biélorussie; "
    "Bielorrusia; Bielorussia; Белоруссия; Республика Беларусь; "
    "Byelorussian Soviet Socialist Republic; White Russia",
    "BZ": "British Honduras",
    "CA": "Dominion of Canada",
    "CC": "Cocos Islands; Keeling Islands",
    "CD": "DRC; D.R.C.; DR Congo; D.R. Congo; DR of Congo; Dem. Rep. Congo; Congo-Kinshasa; "
    "Congo (DRC); Democratic Republic of Congo; Congo-Leopoldville; RDC; RD Congo; "
    "République démocratique du Congo; Repubblica Democratica del Congo; "
    "Demokratische Republik Kongo; República Democrática do Congo; ДРК; ДР Конго; "
    "Демократическая Республика Конго; جمهورية الكونغو الديمقراطية; "
    "جمهوری دموکراتیک کنگو; Demokratik Kongo Cumhuriyeti; Konqo Demokratik Respublikası; "
    "Republic of Zaire; Zaïre; Заир; زائير; 刚果民主共和国; 扎伊尔; 刚果(金)",
    "CF": "CAR; Central African Empire; ЦАР; RCA",
    "CG": "Congo-Brazzaville; Congo Republic; Congo (Republic); République du Congo; "
    "Republik Kongo; República del Congo; Repubblica del Congo; Республика Конго; "
    "جمهورية الكونغو; Kongo Cumhuriyeti; Konqo Respublikası; 刚果共和国; "
    "People's Republic of the Congo; Congo Brazzaville; 刚果(布)",
    "CH": "Schweizerische Eidgenossenschaft; Confédération suisse; Confoederatio Helvetica",
    "CI": "Ivory Coast; The Ivory Coast; Cote d Ivoire; Cote-d'Ivoire; Elfenbeinküste; "
    "Costa de Marfil; Costa d'Avorio; Берег Слоновой Кости; Fildişi Sahili; Fil Dişi Sahili",
    "CN": "PRC; P.R.C.; PR China; P.R. China; Mainland China; Communist China; Red China; "
    "Volksrepublik China; République populaire de Chine; República Popular China; "
    "Repubblica Popolare Cinese; КНР; Китайская Народная Республика; "
    "جمهورية الصين الشعبية; جمهوری خلق چین; Çin Xalq Respublikası; "
    "ÇHC; Çin Halk Cumhuriyeti; 中华人民共和国",
    "CV": "Cabo Verde; Kapverden; Cape Verde Islands",
    "CZ": "Czech Republic; The Czech Republic; Tschechische Republik; République tchèque; "
    "República Checa; Repubblica Ceca; Чешская Республика; جمهورية التشيك; "
    "جمهوری چک; Çek Cumhuriyeti; Çex Respublikası; 捷克共和国",
    "DE": "FRG; F.R.G.; F.R. Germany; BRD; West Germany; Bundesrepublik Deutschland; RFA; "
    "Westdeutschland; ФРГ; Федеративная Республика Германия; 西德; "
    "德意志联邦共和国; 联邦德国",
    "DJ": "French Territory of the Afars and the Issas; French Somaliland",
    "DO": "Dominican Rep.; The Dominican Republic",
    "ET": "Abyssinia",
    "FK": "Falklands; Malvinas; Falkland Islands (Malvinas); Islas Malvinas; "
    "Falkland Islands (Islas Malvinas)",
    "FM": "Micronesia (Federated States of)",
    "GB": "UK; U.K.; Great Britain; Britain; United Kingdom of Great Britain; "
    "Großbritannien; Grande-Bretagne; Gran Bretaña; Grã-Bretanha; Gran Bretagna; "
    "Соединенное Королевство; Британия; بريطانيا; بريطانيا العظمى; "
    "Böyük Britaniya; Büyük Britanya; 大不列颠; 大不列颠及北爱尔兰联合王国; Royaume Uni",
    "GE": "Gruziya; Sakartvelo",
    "GH": "Gold Coast",
    "GN": "Guinea-Conakry; Guinea (Conakry); Guinée-Conakry",
    "GS": "South Georgia; South Georgia and the South Sandwich Islands",
    "GW": "Guinea Bissau; Portuguese Guinea",
    "GY": "British Guiana",
    "HK": "Hong Kong; HongKong; Hongkong; Hong Kong SAR; HKSAR; Hong Kong, China; Гонконг; "
    "هونغ كونغ; هنگ‌کنگ; Honq Konq; 香港",
    "HM": "Heard Island and McDonald Islands",
    "HU": "Hungarian People's Republic",
    "IE": "Eire; Éire; Irish Republic; Irish Free State",
    "IN": "Bharat; Hindistan Respublikası",
    "IO": "BIOT; Chagos Archipelago",
    "IQ": "Irak; Iraqi Republic; جمهورية العراق; İraq Respublikası; Irak Cumhuriyeti; "
    "Республика Ирак; جمهوری عراق; 伊拉克共和国",
    "IR": "I.R. Iran; IRI; Persia; Иран Исламская Республика; Исламская Республика Иран; ИРИ; "
    "الجمهورية الإسلامية الإيرانية; جمهورية إيران الإسلامية; جمهوری اسلامی ایران; "
    "İran İslam Respublikası; İran İslam Cumhuriyeti; İİR; Islamische Republik Iran; "
    "République islamique d'Iran; 伊朗伊斯兰共和国",
    "JP": "Nippon; Nihon",
    "KG": "Kirghizia; Kirgizia; Kirghizstan; Kirgizstan; Киргизская Республика; "
    "Кыргызская Республика; Кыргызстан; Qırğızıstan Respublikası",
    "KH": "Kampuchea; Democratic Kampuchea; Khmer Republic; People's Republic of Kampuchea",
    "KI": "Kiribati Republic",
    "KN": "St. Christopher and Nevis; Saint Christopher-Nevis",
    "KP": "DPRK; D.P.R.K.; DPR Korea; D.P.R. Korea; NKorea; N. Korea; North-Korea; "
    "Volksrepublik Korea; Demokratische Volksrepublik Korea; Северная Корея; "
    "朝鲜民主主义人民共和国; 北朝鲜; RPDC; КХДР",
    "KR": "ROK; R.O.K.; S. Korea; SKorea; Rep. of Korea; Korea Rep.; Republik Korea; "
    "République de Corée; República de Corea; República da Coreia; Repubblica di Corea; "
    "Южная Корея; جمهورية كوريا; جمهوری کره; Koreya Respublikası; Kore Cumhuriyeti; "
    "大韩民国; 南朝鲜",
    "KZ": "Kazakstan; Казахстан Республика; Республика Казахстан; Qazaxıstan Respublikası",
    "LA": "Lao PDR; Lao People's Dem. Rep.; Lao; Kingdom of Laos",
    "LK": "Ceylon; Ceylan; Цейлон",
    "LY": "Libyan Arab Jamahirya; Kingdom of Libya",
    "MA": "المملكة المغربية",
    "MD": "Moldavia; Moldova Republic; Молдавия; Республика Молдова; Moldawien; Moldavie",
    "MF": "Saint Martin (French part); French Saint Martin",
    "MG": "Malagasy Republic",
    "MK": "Macedonia; FYROM; F.Y.R.O.M.; FYR Macedonia; Macedonia (FYROM); Mazedonien; "
    "Macédoine; Македония; Makedonya; Makedoniya; مقدونيا; 马其顿",
    "MM": "Myanmar; Myanma; Birma; Birmanie; Birmania; Бирма; بورما; 缅甸联邦",
    "MN": "Mongolian People's Republic; Outer Mongolia; Mongolian Republic",
    "MO": "Macao; Macau; Macao SAR; Macau SAR; Macao, China; Макао; ماكاو; ماکائو; Makao; 澳门",
    "MV": "Maldive Islands",
    "MW": "Nyasaland",
    "MY": "Malaya; Federation of Malaya",
    "NA": "South West Africa; South-West Africa",
    "NL": "Holland; Hollande; Holanda; Olanda; Голландия; هولندا; هلند; Hollanda; Hollandiya; "
    "荷兰王国; Paesi Bassi",
    "NZ": "Aotearoa; Aotearoa New Zealand",
    "OM": "سلطنة عمان; Umman Sultanlığı",
    "PH": "Philippine Islands; Philippine Republic",
    "PL": "Polish People's Republic; Rzeczpospolita Polska",
    "PN": "Pitcairn",
    "PS": "Palestine; Palestinian Authority; Palestinian National Authority; Palästina; "
    "Palestina; Occupied Palestinian Territory; Палестина; Государство Палестина; فلسطين; "
    "دولة فلسطين; فلسطین; Fələstin; Fələstin Dövləti; Filistin; Filistin Devleti; "
    "État de Palestine; Staat Palästina; 巴勒斯坦; 巴勒斯坦国; Palestinian Territory",
    "QA": "دولة قطر",
    "RE": "Reunion Island",
    "RO": "Roumania; Rumania; Socialist Republic of Romania",
    "RU": "RF; R.F.; Rossiya; РФ; Российская Федерация; Russische Föderation; "
    "Fédération de Russie; Federación de Rusia; Federação Russa; Federazione Russa; "
    "روسيا الاتحادية; الاتحاد الروسي; فدراسیون روسیه; Rusiya Federasiyası; "
    "Rusya Federasyonu; 俄国; 俄罗斯联邦",
    "SA": "KSA; K.S.A.; Saudi; السعودية; المملكة العربية السعودية; عربستان; КСА; "
    "Королевство Саудовская Аравия; Suudi Arabistan Krallığı; 沙特; 沙特阿拉伯王国",
    "SB": "British Solomon Islands",
    "SH": "Saint Helena, Ascension and Tristan da Cunha",
    "SJ": "Svalbard; Spitsbergen",
    "SR": "Surinam; Dutch Guiana",
    "SX": "Sint Maarten (Dutch part)",
    "SY": "Syrian Republic; САР; الجمهورية العربية السورية",
    "SZ": "Swaziland; Suazilandia; Swasiland; Свазиленд",
    "TC": "Turks and Caicos",
    "TF": "French Southern and Antarctic Lands; TAAF",
    "TH": "Siam",
    "TJ": "Tadjikistan; Tadzhikistan; Республика Таджикистан",
    "TL": "East Timor; Timor Leste; Timor Oriental; Восточный Тимор; تيمور الشرقية; "
    "Portuguese Timor; Osttimor",
    "TM": "Turkmenia; Туркмения",
    "TR": "Turkey; Türkiye; Turkiye; Turkije; Türkiye Cumhuriyeti; Türkiyə Respublikası; "
    "Турецкая Республика; الجمهورية التركية; جمهورية تركيا; جمهوری ترکیه; "
    "Republik Türkei; République de Turquie; 土耳其共和国",
    "TT": "Trinidad",
    "TW": "R.O.C. (Taiwan); ROC Taiwan; Taiwan (ROC); Formosa; Chinese Taipei; "
    "Nationalist China; Taiwan, China; 中华民国; Республика Китай; Republik China",
    "TZ": "Tanzania, United Republic of",
    "UA": "Ukrainian Republic; The Ukraine; Україна; Ukrainian SSR; Ukrayna Respublikası",
    "UM": "United States Minor Outlying Islands; US Minor Outlying Islands",
    "US": "USA; U.S.A.; U.S.; US of A; EUA; EE.UU.; EE. UU.; EEUU; États-Unis d'Amérique; "
    "Etats Unis; Estados Unidos de América; Estados Unidos da América; "
    "Stati Uniti d'America; Vereinigte Staaten von Amerika; США; "
    "Соединённые Штаты Америки; الولايات المتحدة الأمريكية; أمريكا; "
    "ایالات متحده آمریکا; ایالات متحدهٔ آمریکا; آمریکا; ABŞ; ABD; 美利坚合众国",
    "UZ": "Республика Узбекистан; Özbəkistan Respublikası",
    "VA": "Vatican; The Vatican; Holy See; The Holy See; Vatikan; Vaticano; Heiliger Stuhl; "
    "Saint-Siège; Santa Sede; Santa Sé; Ватикан; Святой Престол; الكرسي الرسولي; "
    "Müqəddəs Taxt-Tac; Vatikan Şəhər Dövləti; Papal See; 教廷; 梵蒂冈城国",
    "VC": "Saint Vincent",
    "VG": "BVI; Virgin Islands (British)",
    "VI": "USVI; Virgin Islands (U.S.); Virgin Islands of the United States; "
    "United States Virgin Islands",
    "VN": "Viet Nam; Viet-Nam; S.R. Vietnam; СРВ",
    "WF": "Wallis and Futuna Islands",
    "XK": "XKX; Kosova; Республика Косово",
    "YE": "Yemen Arab Republic; North Yemen; YAR; Nordjemen",
    "ZA": "RSA; R.S.A.; ЮАР; Южно-Африканская Республика",
    "ZM": "Northern Rhodesia",
    "ZW": "Rhodesia; Zimbabwe Rhodesia; Zimbabwe-Rhodesia; Republic of Rhodesia",
    "ANHH": "Dutch Antilles; Netherlands West Indies; Nederlandse Antillen",
    "CSHH": "Czecho-Slovakia; Czechoslovak Republic; Czechoslovak Socialist Republic; "
    "Czech and Slovak Federative Republic; Czech and Slovak Federal Republic; ČSSR; ČSFR; "
    "Tschechoslowakei; Tchécoslovaquie; Checoslovaquia; Tchecoslováquia; Cecoslovacchia; "
    "Чехословакия; ЧССР; تشيكوسلوفاكيا; چکسلواکی; Çexoslovakiya; Çekoslovakya; 捷克斯洛伐克",
    "CSXX": "Serbia-Montenegro; State Union of Serbia and Montenegro; Serbien und Montenegro; "
    "Serbie-et-Monténégro; Сербия и Черногория; Serbiya və Monteneqro; Sırbistan-Karadağ",
    "DDDE": "GDR; G.D.R.; East Germany; Deutsche Demokratische Republik; Ostdeutschland; RDA; "
    "République démocratique allemande; ГДР; Германская Демократическая Республика; "
    "Doğu Almanya; Şərqi Almaniya; ألمانيا الشرقية; آلمان شرقی; 东德; 民主德国; 德意志民主共和国",
    "FXFR": "France, Metropolitan; France métropolitaine",
    "NTHH": "Saudi-Iraqi Neutral Zone; Saudi Arabian-Iraqi Neutral Zone",
    "PCHH": "Pacific Islands (Trust Territory); TTPI",
    "PZPA": "Canal Zone",
    "SUHH": "USSR; U.S.S.R.; Union of Soviet Socialist Republics; UdSSR; Sowjetunion; URSS; "
    "Union soviétique; Unión Soviética; União Soviética; Unione Sovietica; СССР; "
    "Советский Союз; Союз Советских Социалистических Республик; الاتحاد السوفيتي; "
    "الاتحاد السوفياتي; شوروی; اتحاد شوروی; SSRİ; Sovet İttifaqı; SSCB; Sovyetler Birliği; "
    "苏联; 苏维埃社会主义共和国联盟",
    "VDVN": "North Vietnam; North Viet Nam; North Viet-Nam; DRV; "
    "Democratic Republic of Vietnam; Nordvietnam",
    "YDYE": "South Yemen; People's Democratic Republic of Yemen; PDRY; P.D.R.Y.; Südjemen; "
    "People's Republic of South Yemen; Yemen, Democratic",
    "YUCS": "Federal Republic of Yugoslavia; Socialist Federal Republic of Yugoslavia; SFRY; "
    "FRY; Federal People's Republic of Yugoslavia; Kingdom of Yugoslavia; Jugoslavia; "
    "Jugoslawien; Yougoslavie; Yugoslavija; Iugoslávia; Югославия; СФРЮ; СРЮ; يوغوسلافيا; "
    "یوگسلاوی; Yuqoslaviya; Yugoslavya; 南斯拉夫",
}

# Names without a single code. A name with several codes is ambiguous. A name with one code is not
# the name of the state itself, but of a part or a predecessor: Dragoman suggests such a name, but
# never accepts it.
UNSETTLED = {
    "CD CG": "Congo; The Congo; Kongo; Konqo; Конго; الكونغو; کنگو; 刚果",
    "KR KP": "Korea; Corea; Corée; Coreia; Coréia; Kore; Koreya; Корея; كوريا; کره",
    "VG VI": "Virgin Islands; The Virgin Islands; Jungferninseln; Îles Vierges; Islas Vírgenes; "
    "Ilhas Virgens; Isole Vergini; Виргинские острова",
    "TW CG": "ROC; R.O.C.",
    "CSHH CSXX": "CS",
    "EG SY": "United Arab Republic; UAR; U.A.R.",
    "AT HU": "Austria-Hungary; Austro-Hungarian Empire",
    "VN LA KH": "Indochina; French Indochina",
    "RW BI": "Ruanda-Urundi",
    "GB": "England; Scotland; Wales; Northern Ireland; Angleterre; Inglaterra; Inghilterra; "
    "Англия; إنجلترا; انگلستان; انگلیس; İngiltərə; İngiltere; 英格兰",
    "US": "America; Amerika; Amérique; América; Америка; Hawaii; Kingdom of Hawaii",
    "PS": "West Bank; Gaza; Gaza Strip; West Bank and Gaza",
    "RU": "Russian Empire; Imperial Russia; Soviet Russia; RSFSR; R.S.F.S.R.",
    "TR": "Ottoman Empire",
    "DE": "Prussia; German Reich; German Empire",
    "VN": "South Vietnam; South Viet Nam; South Viet-Nam; Republic of Vietnam; "
    "Republic of Viet Nam; Republic of Viet-Nam",
    "TZ": "Tanganyika; Zanzibar",
    "TL": "Timor",
    "ID": "Netherlands East Indies; Dutch East Indies",
}

ORGANISATIONS = {
    "ADB": "Asian Development Bank",
    "AFDB": "African Development Bank",
    "AIIB": "Asian Infrastructure Investment Bank",
    "APA": "Asian Parliamentary Assembly",
    "APEC": "Asia-Pacific Economic Cooperation",
    "ASEAN": "Association of Southeast Asian Nations; Association of South East Asian Nations",
    "AU": "African Union; Afrika Birliği; Африканский союз; الاتحاد الأفريقي",
    "BENELUX": "Benelux Union; Benelux",
    "BIS": "Bank for International Settlements",
    "BRICS": "BRICS; BRIC",
    "BSEC": "Organization of the Black Sea Economic Cooperation; Black Sea Economic Cooperation; "
    "Organisation of the Black Sea Economic Cooperation",
    "CARICOM": "Caribbean Community",
    "CELAC": "Community of Latin American and Caribbean States",
    "CICA": "Conference on Interaction and Confidence-Building Measures in Asia",
    "CIS": "Commonwealth of Independent States; СНГ; MDB; BDT; رابطة الدول المستقلة",
    "COE": "Council of Europe; Europarat; Conseil de l'Europe; Совет Европы; Avropa Şurası; "
    "Avrupa Konseyi",
    "COMESA": "Common Market for Eastern and Southern Africa",
    "COMMONWEALTH": "Commonwealth of Nations; The Commonwealth",
    "CSTO": "Collective Security Treaty Organization; Collective Security Treaty Organisation; "
    "ОДКБ; KTMT",
    "CTBTO": "Comprehensive Nuclear-Test-Ban Treaty Organization",
    "D8": "D-8 Organization for Economic Cooperation; D-8; Developing Eight",
    "EAC": "East African Community",
    "EAEU": "Eurasian Economic Union; EEU; ЕАЭС",
    "EAPC": "Euro-Atlantic Partnership Council",
    "EBRD": "European Bank for Reconstruction and Development",
    "ECB": "European Central Bank",
    "ECO": "Economic Cooperation Organization; Economic Cooperation Organisation; "
    "İqtisadi Əməkdaşlıq Təşkilatı",
    "ECOSOC": "United Nations Economic and Social Council; Economic and Social Council",
    "ECOWAS": "Economic Community of West African States; CEDEAO",
    "EFTA": "European Free Trade Association",
    "EIB": "European Investment Bank",
    "EU": "European Union; Europäische Union; Union européenne; Unión Europea; União Europeia; "
    "Unione Europea; UE; Европейский союз; ЕС; الاتحاد الأوروبي; Avropa İttifaqı; "
    "Avrupa Birliği; اتحادیه اروپا; 欧盟; 欧洲联盟; European Communities; European Community; "
    "EEC; European Economic Community",
    "EUROPOL": "European Union Agency for Law Enforcement Cooperation; Europol; "
    "European Police Office",
    "FAO": "Food and Agriculture Organization of the United Nations; "
    "Food and Agriculture Organization; Food and Agriculture Organisation",
    "G20": "Group of Twenty; G-20; Group of 20",
    "G7": "Group of Seven; G-7; Group of 7",
    "G8": "Group of Eight; G-8; Group of 8",
    "G77": "Group of 77; G-77; Group of Seventy-Seven; Group of 77 and China",
    "GCC": "Gulf Cooperation Council; Cooperation Council for the Arab States of the Gulf; "
    "مجلس التعاون الخليجي; مجلس التعاون لدول الخليج العربية",
    "GUAM": "Organization for Democracy and Economic Development; ГУАМ",
    "IAEA": "International Atomic Energy Agency; МАГАТЭ; AIEA; MAQATE",
    "ICAO": "International Civil Aviation Organization; International Civil Aviation Organisation",
    "ICC": "International Criminal Court",
    "ICJ": "International Court of Justice",
    "ICRC": "International Committee of the Red Cross; МККК; CICR; BQXK",
    "IDB": "Inter-American Development Bank",
    "IEA": "International Energy Agency",
    "IFAD": "International Fund for Agricultural Development",
    "IFRC": "International Federation of Red Cross and Red Crescent Societies",
    "ILO": "International Labour Organization; International Labor Organization; "
    "International Labour Organisation",
    "IMF": "International Monetary Fund; FMI; МВФ; صندوق النقد الدولي",
    "IMO": "International Maritime Organization; International Maritime Organisation",
    "INTERPOL": "International Criminal Police Organization; Interpol; "
    "International Criminal Police Organisation",
    "IOM": "International Organization for Migration; International Organisation for Migration",
    "IPU": "Inter-Parliamentary Union",
    "IRENA": "International Renewable Energy Agency",
    "ISDB": "Islamic Development Bank",
    "ITU": "International Telecommunication Union",
    "LAS": "League of Arab States; Arab League; جامعة الدول العربية; الجامعة العربية; "
    "Лига арабских государств; ЛАГ; Ərəb Dövlətləri Liqası",
    "LON": "League of Nations",
    "MERCOSUR": "Southern Common Market; Mercosul; Mercado Común del Sur",
    "NAM": "Non-Aligned Movement; Non-aligned Countries; Движение неприсоединения; "
    "Qoşulmama Hərəkatı; حركة عدم الانحياز; Bağlantısızlar Hareketi; جنبش عدم تعهد",
    "NATO": "North Atlantic Treaty Organization; North Atlantic Treaty Organisation; OTAN; НАТО; "
    "ناتو; حلف شمال الأطلسي; حلف الناتو; 北约; Atlantic Alliance",
    "OAS": "Organization of American States; Organisation of American States; OEA",
    "OAU": "Organisation of African Unity; Organization of African Unity",
    "OECD": "Organisation for Economic Co-operation and Development; "
    "Organization for Economic Cooperation and Development; OCDE; ОЭСР; "
    "Organisation for Economic Cooperation and Development",
    "OIC": "Organisation of Islamic Cooperation; Organization of Islamic Cooperation; "
    "Organisation of the Islamic Conference; Organization of the Islamic Conference; ОИС; İƏT; "
    "منظمة التعاون الإسلامي; İslam Əməkdaşlıq Təşkilatı; İslam İşbirliği Teşkilatı; İİT; "
    "سازمان همکاری اسلامی",
    "OIF": "International Organisation of La Francophonie; La Francophonie; "
    "Organisation internationale de la Francophonie",
    "OPCW": "Organisation for the Prohibition of Chemical Weapons; "
    "Organization for the Prohibition of Chemical Weapons",
    "OPEC": "Organization of the Petroleum Exporting Countries; أوبك; ОПЕК; "
    "Organisation of the Petroleum Exporting Countries; OPEP",
    "OPEC-PLUS": "OPEC+; OPEC Plus; ОПЕК+; أوبك+",
    "OSCE": "Organization for Security and Co-operation in Europe; "
    "Organization for Security and Cooperation in Europe; OSZE; "
    "Organisation for Security and Co-operation in Europe; ОБСЕ; ATƏT; AGİT; "
    "Organisation for Security and Cooperation in Europe; "
    "Conference on Security and Cooperation in Europe; CSCE",
    "OSCE-PA": "OSCE Parliamentary Assembly; Parliamentary Assembly of the OSCE",
    "OTS": "Organization of Turkic States; Organisation of Turkic States; Turkic Council; "
    "Türk Dövlətləri Təşkilatı; TDT; Türk Devletleri Teşkilatı; "
    "Организация тюркских государств; Cooperation Council of Turkic-Speaking States",
    "PACE": "Parliamentary Assembly of the Council of Europe; ПАСЕ; AŞPA; AKPM",
    "PCA": "Permanent Court of Arbitration",
    "PIF": "Pacific Islands Forum",
    "SAARC": "South Asian Association for Regional Cooperation",
    "SADC": "Southern African Development Community",
    "SCO": "Shanghai Cooperation Organisation; Shanghai Cooperation Organization; ШОС; ŞƏT; "
    "上海合作组织; 上合组织",
    "TURKPA": "Parliamentary Assembly of Turkic States; TürkPA; "
    "Parliamentary Assembly of Turkic-Speaking Countries",
    "TURKSOY": "International Organization of Turkic Culture; TÜRKSOY; "
    "International Organisation of Turkic Culture",
    "UFM": "Union for the Mediterranean",
    "UN": "United Nations; United Nations Organization; UNO; The UN; ONU; ООН; "
    "Организация Объединенных Наций; Vereinte Nationen; Nations Unies; Naciones Unidas; "
    "Nações Unidas; Nazioni Unite; الأمم المتحدة; سازمان ملل متحد; BMT; "
    "Birləşmiş Millətlər Təşkilatı; Birleşmiş Milletler; 联合国",
    "UNAOC": "United Nations Alliance of Civilizations",
    "UNCTAD": "United Nations Conference on Trade and Development; UN Trade and Development",
    "UNDP": "United Nations Development Programme; UN Development Programme; ПРООН",
    "UNECE": "United Nations Economic Commission for Europe",
    "UNEP": "United Nations Environment Programme; UN Environment",
    "UNESCO": "United Nations Educational, Scientific and Cultural Organization; ЮНЕСКО; "
    "اليونسكو; YUNESKO",
    "UNFCCC": "United Nations Framework Convention on Climate Change",
    "UNFPA": "United Nations Population Fund",
    "UNGA": "United Nations General Assembly; UN General Assembly",
    "UNHCR": "United Nations High Commissioner for Refugees; UN Refugee Agency; УВКБ ООН; "
    "Office of the United Nations High Commissioner for Refugees",
    "UNICEF": "United Nations Children's Fund; ЮНИСЕФ",
    "UNIDO": "United Nations Industrial Development Organization",
    "UNODC": "United Nations Office on Drugs and Crime",
    "UNRWA": "United Nations Relief and Works Agency for Palestine Refugees in the Near East; "
    "United Nations Relief and Works Agency",
    "UNSC": "United Nations Security Council; UN Security Council",
    "UNWTO": "UN Tourism; World Tourism Organization",
    "UPU": "Universal Postal Union",
    "WB": "World Bank; World Bank Group; International Bank for Reconstruction and Development; "
    "IBRD; Всемирный банк; البنك الدولي",
    "WCO": "World Customs Organization; World Customs Organisation",
    "WFP": "World Food Programme; World Food Program",
    "WHO": "World Health Organization; World Health Organisation; ВОЗ; "
    "Weltgesundheitsorganisation; OMS; منظمة الصحة العالمية",
    "WIPO": "World Intellectual Property Organization",
    "WMO": "World Meteorological Organization",
    "WTO": "World Trade Organization; World Trade Organisation; ВТО; منظمة التجارة العالمية",
}

# Keys of both an organisation and a country; `side` interprets them as the country.
COUNTRY_FIRST = frozenset({"au", "guam", "гуам", "nam"})


class Claims:
    """Which code each key (a folded name) stands for, and the errors about contested keys."""

    def __init__(self) -> None:
        self.code_of: dict[str, str] = {}
        self.disputes: list[str] = []

    def claim(self, code: str, names: Iterable[str]) -> None:
        for name in names:
            key = fold(name)
            holder = self.code_of.setdefault(key, code)
            if holder != code or not key:
                self.disputes.append(f"{name!r} ({key!r}) is claimed by {holder} and by {code}")

    def claim_free(self, code: str, name: str) -> None:
        """Assign a withdrawn code to its state, unless ISO has given the code to another state."""
        self.code_of.setdefault(fold(name), code)

    def surrender(self, unsettled: dict[str, tuple[str, ...]]) -> None:
        """Remove ambiguous keys; record an error if a key's holder is not one of its candidates."""
        for key, candidates in unsettled.items():
            holder = self.code_of.pop(key, candidates[0])
            if holder not in candidates:
                self.disputes.append(f"{key!r} is unsettled, but {holder} is not a candidate")


def main(arguments: list[str]) -> int:
    """Write the files or, with `--check`, check the files; return the exit code."""
    stale = {path: text for path, text in generated().items() if text != on_disk(path)}
    check = "--check" in arguments
    for path, text in stale.items():
        print(path.relative_to(ROOT), "is stale" if check else "written")
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if check and stale else 0


def on_disk(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def generated() -> dict[Path, str]:
    names = {language: cldr_names(language) for language in LANGUAGES}
    unsettled = unsettled_names()
    countries = country_claims(names, unsettled)
    organisations = organisation_claims()
    shared = shared_keys(organisations.code_of, countries.code_of.keys() | unsettled.keys())
    refuse(countries.disputes + organisations.disputes + shared)
    return {
        ROOT / "domain" / "country_table.py": table_module(
            countries.code_of, unsettled, settled_in(names, unsettled), organisations.code_of
        ),
        ROOT / "domain" / "country_names.py": names_module(names),
    }


def settled_in(
    names: dict[str, dict[str, str]], unsettled: dict[str, tuple[str, ...]]
) -> dict[str, str]:
    """Map `LANGUAGE:KEY` to the code that CLDR gives an ambiguous name in that language."""
    return {
        f"{language}:{fold(name)}": code
        for language in LANGUAGES
        for code, name in names[language].items()
        if fold(name) in unsettled
    }


def shared_keys(organisations: dict[str, str], taken: Set[str]) -> list[str]:
    shared = (organisations.keys() & taken) ^ COUNTRY_FIRST
    return [
        f"{key!r}: COUNTRY_FIRST has to list the keys of both an organisation and a country"
        for key in shared
    ]


def refuse(disputes: list[str]) -> None:
    if disputes:
        sys.exit("nothing written:\n" + "\n".join(disputes))


def cldr_names(language: str) -> dict[str, str]:
    territories = babel.Locale.parse(language).territories
    alphabetic = (code for code in sorted(territories) if code.isalpha())
    names = {code: territories[code] for code in alphabetic if code not in NOT_IN_ISO.split()}
    if len(names) != ISO_COUNT + 1:
        sys.exit(f"CLDR {language!r} names {len(names)} territories, not {ISO_COUNT} and Kosovo")
    return names


def alpha_3_codes() -> dict[str, str]:
    """Map each current alpha-2 code to its alpha-3 code."""
    withdrawn = {alpha_3 for alpha_3, _, _ in WITHDRAWN.values()} - {"ATF"}  # a code in use again
    return {
        replacements[0]: code
        for code, replacements in get_global("territory_aliases").items()
        if len(code) == 3 and code.isalpha() and len(replacements) == 1 and code not in withdrawn
    }


def unsettled_names() -> dict[str, tuple[str, ...]]:
    return {
        fold(name): tuple(codes.split())
        for codes, names in UNSETTLED.items()
        for name in listed(names)
    }


def listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(";")] if names else []


def country_claims(
    names: dict[str, dict[str, str]], unsettled: dict[str, tuple[str, ...]]
) -> Claims:
    claims = Claims()
    alpha_3 = alpha_3_codes()
    for code in names["en"]:
        claims.claim(code, [code, alpha_3[code]])
    for code, english in names["en"].items():
        claims.claim(code, present_names(code, english, names))
    for code in WITHDRAWN:
        claim_withdrawn(claims, code)
    claims.surrender(unsettled)
    return claims


def present_names(code: str, english: str, names: dict[str, dict[str, str]]) -> Iterator[str]:
    yield from (names[language][code] for language in LANGUAGES)
    yield without_umlauts(names["de"][code])
    yield from listed(OFFICIAL.get(code, ""))
    if code in REPUBLICS.split():
        yield f"Republic of {english}"
    yield from listed(ALIASES.get(code, ""))


def without_umlauts(german: str) -> str:
    for umlaut, digraph in zip("äöüÄÖÜ", ("ae", "oe", "ue", "Ae", "Oe", "Ue"), strict=True):
        german = german.replace(umlaut, digraph)
    return german


def claim_withdrawn(claims: Claims, code: str) -> None:
    alpha_3, present, english = WITHDRAWN[code]
    state = present or code
    claims.claim(code, [code])
    claims.claim(state, [english, *listed(ALIASES.get(code, ""))])
    claims.claim_free(state, code[:2])
    claims.claim_free(state, alpha_3)


def organisation_claims() -> Claims:
    claims = Claims()
    for code in ORGANISATIONS:
        claims.claim(f"org:{code}", [code])
    for code, names in ORGANISATIONS.items():
        claims.claim(f"org:{code}", listed(names))
    return claims


def table_module(
    countries: dict[str, str],
    unsettled: dict[str, tuple[str, ...]],
    settled: dict[str, str],
    organisations: dict[str, str],
) -> str:
    return "\n\n".join(
        [
            header(
                "Names, folded by `dragoman.domain.text.fold`, and the codes that the names mean."
            ),
            keys_by_code("COUNTRY", countries),
            literal("UNSETTLED: dict[str, tuple[str, ...]]", unsettled),
            literal("SETTLED_IN: dict[str, str]", settled),
            keys_by_code("ORGANISATION", organisations),
        ]
    )


def names_module(names: dict[str, dict[str, str]]) -> str:
    withdrawn = {code: alpha_3 for code, (alpha_3, _, _) in WITHDRAWN.items()}
    present = {code: alpha_3 for code, alpha_3 in alpha_3_codes().items() if code in names["en"]}
    historical = {code: english for code, (_, _, english) in WITHDRAWN.items()}
    organisations = {f"org:{code}": listed(names)[0] for code, names in ORGANISATIONS.items()}
    named = {code: [names[language][code] for language in LANGUAGES] for code in names["en"]}
    rows = "\n".join(entry(code, some) for code, some in named.items())
    return "\n\n".join(
        [
            header(
                "Names to show, and alpha-3 codes. "
                "Former states and organisations have English names only."
            ),
            f"LANGUAGES = {quote(LANGUAGES)}\n",
            f"NAMES = {{\n{rows}\n}}\n{BY_LANGUAGE}",
            literal("HISTORICAL: dict[str, str]", historical),
            literal("ALPHA_3: dict[str, str]", dict(sorted((present | withdrawn).items()))),
            literal("ORGANISATIONS: dict[str, str]", organisations),
        ]
    )


BY_LANGUAGE = """_ROWS = {code: names.split("; ") for code, names in NAMES.items()}
COUNTRY_NAMES = {
    language: {code: row[n] for code, row in _ROWS.items()} for n, language in enumerate(LANGUAGES)
}
"""


def header(summary: str) -> str:
    sources = f"CLDR {get_cldr_version()} by way of babel {babel.__version__}"
    return f'''"""{summary}

Generated by scripts/generate_countries.py from {sources}; do not edit.
Aliases, official names, historical states and organisations are kept in that script.
"""

# CLDR: Copyright Unicode, Inc., under the Unicode License v3 (SPDX: Unicode-3.0).
# fmt: off'''


def keys_by_code(name: str, code_of: dict[str, str]) -> str:
    """Return the source of a table of keys by code; a new alias changes only one code's lines."""
    keys: dict[str, list[str]] = {}
    for key, code in sorted(code_of.items(), key=lambda item: item[1]):
        keys.setdefault(code, []).append(key)
    entries = "\n".join(entry(code, some) for code, some in keys.items())
    pairs = f"key: code for code, keys in {name}_KEYS.items() for key in keys.split('; ')"
    return f"{name}_KEYS = {{\n{entries}\n}}\n{name}_OF = {{{pairs}}}\n"


def entry(code: str, keys: Iterable[str]) -> str:
    """Return the source of a table entry for a code and its keys (or names), split into lines."""
    parts = [""]
    room = WIDTH - len(f'    "{code}": "",')
    for key in keys:
        longer = f"{parts[-1]}{key}; "
        if columns(longer) <= room:
            parts[-1] = longer
        else:
            parts.append(f"{key}; ")
            room = WIDTH - len('    "",')
    parts[-1] = parts[-1].removesuffix("; ")
    lines = "\n    ".join(map(quote, parts))
    return f'    "{code}": {lines},'


def literal(declaration: str, table: Mapping[str, str | tuple[str, ...]]) -> str:
    entries = [f"{quote(key)}: {quote(value)}," for key, value in table.items()]
    return f"{declaration} = {{\n{packed(entries)}\n}}\n"


def quote(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    items = ", ".join(map(quote, value))
    return f"({items},)" if len(value) == 1 else f"({items})"


def packed(entries: Iterable[str]) -> str:
    """Arrange entries in indented lines of at most `WIDTH` columns; never break an entry."""
    lines = ["   "]
    for entry in entries:
        longer = f"{lines[-1]} {entry}"
        if columns(longer) <= WIDTH:
            lines[-1] = longer
        else:
            lines.append(f"    {entry}")
    return "\n".join(lines)


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
