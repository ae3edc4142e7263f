"""Words by which Dragoman recognises the columns and values of tables.

The words are in English, German, French, Spanish, Russian, Turkish, Azerbaijani and Arabic.
Dragoman folds the words before it compares them.
"""

from functools import cache

from dragoman.domain import fold

ROLES: dict[str, str] = {
    "id": "id, identifier, ref, ref no, reference, no, nr, number, key, code, record id, kennung,"
    " nummer, lfd nr, laufende nummer, identifiant, numéro, n°, clé, número, identificador, номер,"
    " ид, № , № п/п, numara, sıra no, nömrə, رقم, معرف",
    "date": "date, dates, date s, day, when, period, date of visit, visit date, meeting date,"
    " datum, tag, zeitpunkt, zeitraum, termin, besuchsdatum, besuchstermin, besuchstag,"
    " reisedatum, besuch am, besuch vom, treffen am, sitzungsdatum, jour, période, fecha, fechas,"
    " día, дата, даты, день, сроки, период, tarih, tarihi, tarihler, gün, tarix, tarixi, تاريخ,"
    " التاريخ, يوم, الفترة",
    "year": "year, jahr, année, año, год, yıl, il, السنة, سنة",
    "from": "from, start, start date, begin, beginning, since, date from, arrival, von, ab,"
    " beginn, datum von, besuch von, startdatum, anreise, anreisedatum, ankunft, début, date de"
    " début, du, de, arrivée, desde, inicio, fecha de inicio, с, начало, дата начала, прибытие,"
    " başlangıç, başlangıç tarihi, geliş, geliş tarihi, başlama, başlanğıc, من, البداية, تاريخ"
    " البدء",
    "until": "until, to, end, end date, till, date to, departure, bis, datum bis, besuch bis,"
    " ende, enddatum, abreise, abreisedatum, fin, date de fin, au, départ, hasta, fecha de fin,"
    " по, до, конец, окончание, дата окончания, отъезд, убытие, bitiş, bitiş tarihi, ayrılış,"
    " ayrılış tarihi, son, bitmə, إلى, النهاية, تاريخ الانتهاء",
    "country": "country, countries, state, states, party, parties, partner, nationality, side,"
    " partner country, visiting country, land, länder, staat, staaten, partei, partnerland,"
    " herkunftsland, pays, état, parties, país, países, estado, страна, страны, государство,"
    " сторона, стороны, ülke, ülkeler, ülkesi, taraf, ölkə, ölkələr, tərəf, دولة, الدولة, بلد,"
    " البلد, الدول",
    "host": "host, host country, hosted by, hosting, receiving state, gastgeber, gastland,"
    " gastgeberland, hôte, pays hôte, anfitrión, país anfitrión, принимающая сторона, принимающая"
    " страна, ev sahibi, ev sahibi ülke, ev sahibi ölkə, qəbul edən tərəf, المضيف, الدولة المضيفة,"
    " البلد المضيف",
    "name": "visitor, visitors, guest, guests, name, names, person, persons, participant,"
    " participants, official, dignitary, delegate, head of delegation, delegation, besucher, gast,"
    " gäste, teilnehmer, person, delegationsleiter, visiteur, invité, nom, participants,"
    " délégation, visitante, invitado, nombre, participante, participantes, delegación, гость,"
    " гости, имя, фио, участник, участники, делегация, глава делегации, ziyaretçi, konuk, misafir,"
    " isim, ad, adı, katılımcı, heyet, qonaq, iştirakçı, nümayəndə heyəti, الزائر, الضيف, الاسم,"
    " المشارك, المشاركون, الوفد",
    "post": "post, position, office, function, job title, rank, capacity, amt, funktion, position,"
    " dienststellung, amtsbezeichnung, fonction, poste, cargo, puesto, función, должность, пост,"
    " görev, görevi, unvan, makam, vəzifə, vəzifəsi, المنصب, الوظيفة, الصفة",
    "title": "title, subject, purpose, zweck, цель, amaç, amacı, motivo, məqsəd, event,"
    " description, heading, visit, meeting, titel, betreff, anlass, ereignis, bezeichnung,"
    " veranstaltung, titre, objet, intitulé, événement, título, asunto, evento, название,"
    " мероприятие, событие, başlık, konu başlığı, etkinlik, başlıq, tədbir, العنوان, الحدث,"
    " المناسبة",
    "place": "place, location, venue, city, where, town, ort, stadt, tagungsort, lieu, ville,"
    " endroit, lugar, ciudad, sede, место, город, место проведения, yer, şehir, mekan, yeri,"
    " şəhər, məkan, المكان, المدينة, مكان",
    "topic": "topic, topics, theme, themes, subjects, issue, issues, agenda, keywords, tags,"
    " thema, themen, tagesordnung, schlagworte, thème, thèmes, sujet, sujets, ordre du jour, tema,"
    " temas, agenda, тема, темы, повестка, повестка дня, konu, konusu, konular, konuları, gündem,"
    " mövzu, mövzular, gündəlik, الموضوع, المواضيع, الموضوعات, جدول الأعمال",
    "remark": "remark, remarks, note, notes, comment, comments, summary, details, bemerkung,"
    " bemerkungen, anmerkung, anmerkungen, notiz, kommentar, zusammenfassung, remarque, remarques,"
    " observations, commentaire, résumé, observaciones, comentarios, notas, resumen, примечание,"
    " примечания, комментарий, заметки, açıklama, not, notlar, özet, qeyd, qeydlər, şərh, ملاحظات,"
    " ملاحظة, تعليق",
    "outcome": "outcome, outcomes, result, results, ergebnis, ergebnisse, résultat, résultats,"
    " resultado, resultados, результат, результаты, итоги, sonuç, sonuçlar, nəticə, nəticələr,"
    " النتائج, النتيجة",
    "level": "level, type of visit, visit type, rang, ebene, stufe, art des besuchs, besuchsart,"
    " niveau, type de visite, nivel, tipo de visita, уровень, вид визита, düzey, seviye, ziyaret"
    " türü, səviyyə, المستوى, نوع الزيارة",
    "status": "status, condition, stand, zustand, statut, situación, статус, состояние, durum,"
    " durumu, vəziyyət, الحالة",
}
"""The words for columns, by role."""

OTHER_DATES = (
    "birth, born, dob, created, creation, record date, recorded, registered, registration,"
    " entered, entry, entry date, received, receipt, modified, modification, updated, last update,"
    " changed, last change, published, publication, sent, approved, deadline, due, valid, expiry,"
    " expires, issued, timestamp, invitation, request, einladung, anfrage, приглаш, davet, dəvət,"
    " invitación, دعوة, geburt, geboren, erstell, angelegt, anlage, erfass, eingetragen, eintrag,"
    " eingang, eingegangen, erhalten, empfangen, änderung, geändert, bearbeit, aktualisier,"
    " veröffentlich, versand, versendet, gesendet, genehmig, frist, fällig, gültig, antrag,"
    " rechnung, naissance, né le, née le, création, créé, saisi, enregistr, réception du, date de"
    " réception, reçu, modifi, mise à jour, mis à jour, publi, envoi, envoyé, échéance,"
    " nacimiento, nacido, creado, creación, registr, recibido, fecha de recepción, actualiz,"
    " envío, enviado, vencimiento, рожд, создан, внесен, запис, регистрац, зарегистр, получен,"
    " поступ, измен, обновл, публикац, опубликов, отправ, утвержд, срок до, doğum, doğul, oluştur,"
    " kayıt, alındığı, alınma, değişt, güncelle, yayın, yayım, gönder, son tarih, yaradıl,"
    " qeydiyyat, daxil edil, alındı, alınıb, dəyiş, yenilən, dərc, nəşr, göndər, الميلاد, ميلاد,"
    " الولادة, الإنشاء, إنشاء, التسجيل, الإدخال, الاستلام, الورود, التعديل, التحديث, النشر,"
    " الإرسال"
)
"""Beginnings of words that show that a column has some other date than the engagement's."""

STATUSES: dict[str, str] = {
    "over": "done, held, concluded, completed, took place, finished, realised, past, erledigt,"
    " stattgefunden, abgeschlossen, durchgeführt, effectué, réalisé, terminé, tenu, realizado,"
    " concluido, celebrado, состоялся, состоялась, проведено, завершен, yapıldı, tamamlandı,"
    " gerçekleşti, keçirildi, baş tutdu, تم, منجز, عقد",
    "planned": "planned, announced, scheduled, upcoming, expected, geplant, angekündigt,"
    " vorgesehen, prévu, annoncé, planifié, planeado, previsto, anunciado, планируется,"
    " запланирован, объявлен, planlandı, planlanan, planlaşdırılır, planlaşdırılıb, مخطط, مقرر",
    "postponed": "postponed, deferred, delayed, verschoben, vertagt, reporté, ajourné, aplazado,"
    " pospuesto, отложен, перенесен, ertelendi, təxirə salındı, təxirə salınıb, مؤجل",
    "cancelled": "cancelled, canceled, called off, abgesagt, annulé, cancelado, anulado, отменен,"
    " отменён, iptal, iptal edildi, ləğv edildi, ləğv olundu, ملغى",
}
"""Words for the status of an engagement."""

LEVELS: dict[str, str] = {
    "state": "state visit, staatsbesuch, visite d'état, visita de estado, государственный,"
    " государственный визит, devlet ziyareti, dövlət səfəri, زيارة دولة",
    "official": "official visit, offiziell, offizieller besuch, officiel, officielle, visite"
    " officielle, oficial, visita oficial, официальный, официальный визит, resmi, resmi ziyaret,"
    " rəsmi, rəsmi səfər, رسمي, رسمية, زيارة رسمية",
    "working": "working visit, arbeitsbesuch, visite de travail, visita de trabajo, рабочий,"
    " рабочий визит, çalışma ziyareti, işgüzar, işgüzar səfər, عمل, زيارة عمل",
    "official working": "official working visit, offizieller arbeitsbesuch, официальный рабочий визит",
    "private": "private visit, privat, privatbesuch, privé, visite privée, privado, visita"
    " privada, частный, частный визит, özel, özel ziyaret, şəxsi, خاصة, زيارة خاصة",
    "transit": "stopover, zwischenstopp, durchreise, escale, escala, транзит, transit geçiş, عبور",
}
"""Words for the level of a visit."""

VISITS = "visit, besuch, visite, visita, визит, поездка, ziyaret, səfər, زيارة, visitor, besucher"


@cache
def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split(",")) - {""}


def role_of(column: str) -> str | None:
    """Return the role that a column's name suggests; ``None`` if the name is unknown.

    The function ignores a number at the end (``Topic 2``). In a name of several words, the longest
    known words decide; words for the engagement and its people count only if no other word is known
    (``Date of meeting``). In a path (``visitor.post``), the last step decides if that step is
    known.
    """
    inner = column.rpartition(".")[2]
    if inner != column and (role := role_of(inner)):
        return role
    name = fold(column.replace("_", " ").replace(".", ". ")).rstrip("0123456789 ")
    for role, words in ROLES.items():
        if name in _folded(words):
            return role
    known = [
        (role not in ("title", "name"), len(word), role)
        for role, words in ROLES.items()
        for word in _folded(words)
        if _speaks(name, word)
    ]
    return max(known)[-1] if known else None


def _speaks(name: str, word: str) -> bool:
    """Return whether a column's name contains a word; a short word must be at the start or end."""
    ends = name.startswith(f"{word} ") or name.endswith(f" {word}")
    return ends or (len(word) > 3 and f" {word} " in name)


def says_another_date(column: str) -> bool:
    """Return whether a column has a date other than the engagement's, such as a date of birth."""
    name = f" {fold(column.replace('_', ' '))}"
    return any(f" {word}" in name for word in _folded(OTHER_DATES))


def meaning(word: str, table: dict[str, str]) -> str | None:
    """Return the key in ``table`` whose list of words contains ``word``, or ``None``."""
    key = fold(word)
    return next((value for value, words in table.items() if key in _folded(words)), None)


def speaks_of_visits(text: str) -> bool:
    """Return whether text contains a word for a visit."""
    name = fold(text.replace("_", " ").replace("-", " "))
    return any(word in name for word in _folded(VISITS))
