"""Eight tables as offices keep them, in eight languages, and what an import should make of them."""

from collections.abc import Callable
from pathlib import Path

from attrs import field, frozen

from tests.imports import workbooks


@frozen
class Expected:
    """What a suggested mapping should find in a table.

    ``occurred``, ``hosts`` and ``travellers`` belong to the first records.
    """

    key: list[str]
    kind: str
    occurred: list[str]
    hosts: list[str | None]
    travellers: list[list[str]]


@frozen
class MessyTable:
    """A table: its language, a function that writes it, and the expected suggestion."""

    language: str
    write: Callable[[Path], Path]
    expected: Expected
    says: list[str] = field(factory=list)
    """Parts of the questions and notes that the suggestion should have."""


def _text(name: str, text: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


ENGLISH = MessyTable(
    "English: an export with an index, times of midnight, marks, and a mistyped year",
    _text(
        "guests.csv",
        ",Visit ref,Guest,Position,From country,Host\u00a0country,Arrival,Departure,City\n"
        "0,V-2024/07,A. Example,Minister,Azerbaijan,Iraq,2024-05-03 00:00:00,2024-05-05 00:00:00,"
        "Baghdad\n"
        "1,V-2024/11,B. Example,NA,Türkiye,n/a,2024-09-13 00:00:00,—,NA\n"
        "2,V-2025/02,C. Example,Envoy,Georgia,Namibia,2025-01-20 00:00:00,2025-01-20 00:00:00,"
        "Windhoek\n"
        "3,V-2025/03,D. Example,NA,Iraq,Azerbaijan,2205-02-02 00:00:00,2205-02-03 00:00:00,Baku\n"
        "4,V-2025/09,E. Example,Minister,Iran,Iraq,2025-06-01 00:00:00,NA,nan\n"
        "5,V-2025/10,F. Example,Minister,Iran,Iraq,2025-07-01 00:00:00,NA,Basra\n",
    ),
    Expected(
        ["Visit ref"],
        "visit",
        ["2024-05-03/2024-05-05", "2024-09-13", "2025-01-20"],
        ["IQ", None, "NA"],
        [["A. Example"], ["B. Example"], ["C. Example"]],
    ),
    ["is 2205-02-02 00:00:00 (line 5) right? The other dates are from 2024 to 2025"],
)


def _german(folder: Path) -> Path:
    rows = workbooks.rows(
        ["Aktenzeichen", "Besuch", "", "Gast", "", "", "Gastland"],
        ["", "Beginn", "Ende", "Name", "Amt", "Herkunftsland", ""],
        ["April 2025"],
        [
            "AZ-12",
            "3.4.2025",
            "5.4.2025",
            "A. Beispiel",
            "Minister",
            "Republik Irak",
            "Deutschland",
        ],
        [
            "AZ-13",
            "13.4.2025",
            "k. A.",
            "B. Beispiel",
            "Botschafter",
            "Türkei",
            "Bundesrepublik Deutschland",
        ],
        ["Mai 2025"],
        ["AZ-17", "20.5.2025", "21.5.2025", "C. Beispiel", "—", "Republik Aserbaidschan", "Irak"],
        hidden=[5],
    )
    merged = ["A1:A2", "B1:C1", "D1:F1", "G1:G2", "A3:G3", "A6:G6"]
    return workbooks.write(folder / "liste.xlsx", rows, merged=merged)


GERMAN = MessyTable(
    "German: a header of two lines with merged cells, headings, a hidden row, official names",
    _german,
    Expected(
        ["Aktenzeichen"],
        "visit",
        ["2025-04-03/2025-04-05", "2025-04-13", "2025-05-20/2025-05-21"],
        ["DE", "DE", "IQ"],
        [["A. Beispiel"], ["B. Beispiel"], ["C. Beispiel"]],
    ),
    ["are lines 1 and 2 the header?", "2 headings over the columns", "1 hidden row (row 5)"],
)

FRENCH = MessyTable(
    "French: a title above the header, two formats of dates, marks, official names",
    _text(
        "registre.csv",
        "Registre des visites officielles;;;;;;;\n"
        ";;;;;;;\n"
        "N° dossier;Arrivée le;Départ le;Visiteur;Qualité;Pays d’origine;Pays d’accueil;Ville\n"
        "2025-001;3/4/2025;5/4/2025;M. Exemple;Ministre;République d’Irak;France;Paris\n"
        "2025-002;13/4/2025;néant;Mme Modèle;Ambassadrice;Turquie;République française;Paris\n"
        "2025-003;20 mai 2025;21 mai 2025;M. Type;s. o.;Azerbaïdjan;Irak;Bagdad\n",
    ),
    Expected(
        ["N° dossier"],
        "visit",
        ["2025-04-03/2025-04-05", "2025-04-13", "2025-05-20/2025-05-21"],
        ["FR", "FR", "IQ"],
        [["M. Exemple"], ["Mme Modèle"], ["M. Type"]],
    ),
    ["is line 3 the header?"],
)


def _russian(folder: Path) -> Path:
    rows = workbooks.rows(
        ["№ п/п", "Дата прибытия", "Дата убытия", "Страна пребывания", "ФИО", "Должность"],
        ["1", "03.04.2025", "05.04.2025", "Республика Ирак", "А. Пример", "министр"],
        ["", "", "", "", "Б. Пример", "советник"],
        ["2", "13.04.2025", "н/д", "Азербайджанская Республика", "В. Пример", "посол"],
        ["3", "20.05.2025", "21.05.2025", "Турция", "Г. Пример", "—"],
        struck=[5],
    )
    merged = [f"{letter}2:{letter}3" for letter in "ABCD"]
    return workbooks.write(folder / "поездки.xlsx", rows, merged=merged)


RUSSIAN = MessyTable(
    "Russian: cells merged over the rows of a delegation, a struck-through row, marks",
    _russian,
    Expected(
        ["№ п/п"],
        "visit",
        ["2025-04-03/2025-04-05", "2025-04-13", "2025-05-20/2025-05-21"],
        ["IQ", "AZ", "TR"],
        [["А. Пример", "Б. Пример"], ["В. Пример"], ["Г. Пример"]],
    ),
    ["1 struck-through row (row 5)"],
)

TURKISH = MessyTable(
    "Turkish: years of two digits, whose century the name of the file tells, and a title column",
    _text(
        "Ziyaretler 2025.csv",
        "Sıra No;Ziyaretçi;Görevi;Geldiği Ülke;Gidilen Ülke;Geliş Tarihi;Dönüş Tarihi;"
        "Şehir;Durumu\n"
        "1;A. Örnek;Bakan;Irak;Türkiye Cumhuriyeti;03.04.25;05.04.25;Ankara;yapıldı\n"
        "2;B. Örnek;Büyükelçi;Azerbaycan;Türkiye;13.04.25;yok;Ankara;yapıldı\n"
        "3;C. Örnek;bilinmiyor;Gürcistan;Irak Cumhuriyeti;20.05.25;21.05.25;Bağdat;planlandı\n",
    ),
    Expected(
        ["Sıra No"],
        "visit",
        ["2025-04-03/2025-04-05", "2025-04-13", "2025-05-20/2025-05-21"],
        ["TR", "TR", "IQ"],
        [["A. Örnek"], ["B. Örnek"], ["C. Örnek"]],
    ),
)


def _azerbaijani(folder: Path) -> Path:
    rows = workbooks.rows(
        [
            "Qeydiyyat\u00a0nömrəsi",
            "Səfər edən",
            "Vəzifəsi",
            "Ölkəsi",
            "Qəbul edən ölkə",
            "Səfərin tarixi",
            "Mövzular",
        ],
        [
            "SF-1",
            "A. Nümunə",
            "nazir",
            "İraq Respublikası",
            "Azərbaycan",
            "3 aprel 2025",
            "enerji; ticarət",
        ],
        [
            "SF-2",
            "B. Nümunə",
            "səfir",
            "Türkiyə",
            "Azərbaycan Respublikası",
            "13.04.2025",
            "yoxdur",
        ],
        ["SF-3", "C. Nümunə", "yoxdur", "Gürcüstan", "İraq", "2025-05-20", "nəqliyyat"],
    )
    return workbooks.write(folder / "səfərlər.xlsx", rows)


AZERBAIJANI = MessyTable(
    "Azerbaijani: another kind of space in the header, three formats of dates, marks",
    _azerbaijani,
    Expected(
        ["Qeydiyyat nömrəsi"],
        "visit",
        ["2025-04-03", "2025-04-13", "2025-05-20"],
        ["AZ", "AZ", "IQ"],
        [["A. Nümunə"], ["B. Nümunə"], ["C. Nümunə"]],
    ),
)

ARABIC = MessyTable(
    "Arabic: months of the Levant, Arabic commas, marks, official names",
    _text(
        "زيارات.csv",
        "الرقم,اسم الضيف,المنصب,بلد الضيف,البلد المضيف,تاريخ الوصول,تاريخ المغادرة,"
        "المواضيع\n"
        "١,أ. مثال، ب. مثال,وزير,جمهورية أذربيجان,العراق,3 نيسان 2025,"
        "5 نيسان 2025,الطاقة، التجارة\n"
        "٢,ج. مثال,غير متوفر,تركيا,جمهورية العراق,13 كانون الثاني 2025,لا يوجد,النقل\n"
        "٣,د. مثال,سفير,إيران,أذربيجان,20 أيار 2025,21 أيار 2025,النقل، الطاقة\n",
    ),
    Expected(
        ["الرقم"],
        "visit",
        ["2025-04-03/2025-04-05", "2025-01-13", "2025-05-20/2025-05-21"],
        ["IQ", "IQ", "AZ"],
        [["أ. مثال", "ب. مثال"], ["ج. مثال"], ["د. مثال"]],
    ),
)

LONG = "Visita oficial " + "para conversaciones sobre energía y comercio " * 14

SPANISH = MessyTable(
    "Spanish: a departure before the return, a long title, two-letter codes with NA",
    _text(
        "viajes.csv",
        "Expediente;Motivo;Nombre y apellidos;Cargo;Salida;Regreso;País visitado;Lugar\n"
        f"EXP-1;{LONG};A. Ejemplo;Ministra;03/04/2025;05/04/2025;IQ;Bagdad\n"
        "EXP-2;Consultas;B. Ejemplo;sin datos;13/04/2025;14/04/2025;NA;Windhoek\n"
        "EXP-3;Visita;C. Ejemplo;Embajador;20/05/2025;21/05/2025;AZ;NA\n"
        "EXP-4;Visita;C. Ejemplo;Embajador;20/06/2025;21/06/2025;TR;Ankara\n",
    ),
    Expected(
        ["Expediente"],
        "visit",
        ["2025-04-03/2025-04-05", "2025-04-13/2025-04-14", "2025-05-20/2025-05-21"],
        ["IQ", "NA", "AZ"],
        [["A. Ejemplo"], ["B. Ejemplo"], ["C. Ejemplo"]],
    ),
    ["1 title has more than 500 characters"],
)

TABLES = (ENGLISH, GERMAN, FRENCH, RUSSIAN, TURKISH, AZERBAIJANI, ARABIC, SPANISH)
