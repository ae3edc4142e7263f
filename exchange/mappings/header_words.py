"""Words by which Dragoman recognises the columns and values of tables.

The words are in English, German, French, Spanish, Portuguese, Italian, Russian, Turkish,
Azerbaijani, Arabic, Persian and Chinese. Dragoman folds the words before it compares them.
"""

import re
from functools import cache
from unicodedata import category

from dragoman.domain import fold

ROLES: dict[str, str] = {
    "id": "id, identifier, ref, ref no, reference, no, nr, number, key, code, record id, kennung,"
    " nummer, lfd nr, laufende nummer, identifiant, numéro, n°, clé, número, identificador, номер,"
    " ид, № , № п/п, numara, sıra no, nömrə, رقم, معرف, file no, file number, case, case no, case"
    " number, serial, serial no, record no, visit no, visit id, aktenzeichen, az, vorgang,"
    " vorgangsnummer, kennziffer, besuchsnummer, registernummer, réf, référence, dossier, n°"
    " dossier, numéro de dossier, nº, núm, expediente, n° expediente, referencia, código, clave,"
    " processo, n° processo, referência, chave, numero, n., protocollo, riferimento, codice,"
    " pratica, шифр, код, номер дела, дело, регистрационный номер, рег. №, рег номер, dosya no,"
    " kayıt no, referans, referans no, kod, işin nömrəsi, qeydiyyat nömrəsi, kodu, رقم الملف, رقم"
    " المرجع, المرجع, الرقم, الرمز, م, ت, تسلسل, شماره, ردیف, شناسه, کد, شماره پرونده, 编号, 序号, 号,"
    " 案号, 档案号",
    "date": "wann, quand, cuándo, nə vaxt, ne zaman, متى, date, dates, date s, day, when, period,"
    " date of visit, visit date, meeting date, datum, tag, zeitpunkt, zeitraum, termin,"
    " besuchsdatum, besuchstermin, besuchstag, reisedatum, besuch am, besuch vom, treffen am,"
    " sitzungsdatum, jour, période, fecha, fechas, día, дата, даты, день, сроки, период, tarih,"
    " tarihi, tarihler, gün, tarix, tarixi, تاريخ, التاريخ, يوم, الفترة, data, data da visita,"
    " data della visita, giorno, periodo, quando, dia, datas, date de la visite, fecha de la"
    " visita, fecha del encuentro, дата визита, дата встречи, даты визита, когда, ziyaret tarihi,"
    " ziyaret tarihleri, görüşme tarihi, toplantı tarihi, zaman, səfər tarixi, görüş tarixi,"
    " səfərin tarixi, vaxt, تاريخ الزيارة, موعد, الموعد, تاريخ اللقاء, تاريخ الاجتماع, تواريخ,"
    " تاریخ, تاریخ دیدار, تاریخ سفر, روز, 日期, 时间, 访问日期, 会见日期, 会谈日期",
    "year": "year, jahr, année, año, год, yıl, il, السنة, سنة, ano, anno, سال, 年, 年份",
    "from": "gəldiyi tarix, geldiği tarih, from, start, start date, begin, beginning, since, date"
    " from, arrival, von, ab, beginn, datum von, besuch von, startdatum, anreise, anreisedatum,"
    " ankunft, début, date de début, du, de, arrivée, desde, inicio, fecha de inicio, с, начало,"
    " дата начала, прибытие, başlangıç, başlangıç tarihi, geliş, geliş tarihi, başlama, başlanğıc,"
    " من, البداية, تاريخ البدء, begins, starts, first day, start of visit, date of arrival,"
    " arrival date, arrives, arrived, arriving, beginn des besuchs, erster tag, ankunftsdatum,"
    " ankunft am, anreise am, anreisetag, date d'arrivée, arrivée le, date début, premier jour,"
    " debut, llegada, fecha de llegada, fecha inicial, comienzo, fecha inicio, chegada, data de"
    " chegada, início, data de início, data inicial, inizio, data di inizio, data inizio, arrivo,"
    " data di arrivo, dal, da, дата прибытия, прибытие дата, приезд, дата приезда, дата начала"
    " визита, дата с, прилет, varış, varış tarihi, gelişi, başlangıcı, gəliş, gəliş tarixi,"
    " başlanma, başlama tarixi, başlanğıc tarixi, تاريخ الوصول, الوصول, وصول, تاريخ البداية, بداية"
    " الزيارة, بدء الزيارة, ورود, تاریخ ورود, آغاز, شروع, تاریخ شروع, 开始, 开始日期, 抵达, 抵达日期, 到达,"
    " 到达日期, 起",
    "until": "getdiyi tarix, ayrıldığı tarix, gittiği tarih, ayrıldığı tarih, until, to, end, end"
    " date, till, date to, departure, bis, datum bis, besuch bis, ende, enddatum, abreise,"
    " abreisedatum, fin, date de fin, au, départ, hasta, fecha de fin, по, до, конец, окончание,"
    " дата окончания, отъезд, убытие, bitiş, bitiş tarihi, ayrılış, ayrılış tarihi, son, bitmə,"
    " إلى, النهاية, تاريخ الانتهاء, ends, last day, finish, end of visit, date of departure,"
    " departure date, departs, departed, leaving, return, return date, returned, ende des besuchs,"
    " letzter tag, abreise am, abreisetag, rückreise, rückkehr, rückkehr am, date de départ,"
    " départ le, date fin, dernier jour, retour, date de retour, fecha de salida, salida, partida,"
    " fecha final, fecha fin, regreso, fecha de regreso, saída, data de saída, data de partida,"
    " fim, término, data final, data de fim, regresso, fine, data di fine, data fine, partenza,"
    " data di partenza, al, ritorno, дата убытия, дата отъезда, дата отбытия, отбытие, вылет, дата"
    " вылета, возвращение, дата завершения, завершение, дата по, dönüş, dönüş tarihi, gidiş"
    " tarihi, ayrılışı, bitişi, gediş, gediş tarixi, qayıdış, qayıdış tarixi, yola düşmə, bitmə"
    " tarixi, son tarixi, تاريخ المغادرة, المغادرة, مغادرة, العودة, تاريخ العودة, تاريخ النهاية,"
    " نهاية الزيارة, انتهاء الزيارة, خروج, تاریخ خروج, پایان, تاریخ پایان, بازگشت, 结束, 结束日期, 离开,"
    " 离开日期, 离境, 止",
    "country": "hansı ölkədən, aus, country, countries, state, states, party, parties, partner,"
    " nationality, side, partner country, visiting country, land, länder, staat, staaten, partei,"
    " partnerland, herkunftsland, pays, état, parties, país, países, estado, страна, страны,"
    " государство, сторона, стороны, ülke, ülkeler, ülkesi, taraf, ölkə, ölkələr, tərəf, دولة,"
    " الدولة, بلد, البلد, الدول, sending state, sending country, country of origin, home country,"
    " from country, entsendestaat, herkunft, entsendeland, pays d'origine, pays d'envoi, pays de"
    " provenance, estado de origen, país de origen, país de procedencia, país de origem, stato,"
    " paese, paesi, stati, paese d'origine, paese di origine, paese di provenienza, nazionalità,"
    " nacionalidad, nacionalidade, nationalité, nationalität, страна отправления, страна"
    " происхождения, откуда, страна гостя, страна делегации, гражданство, geldiği ülke, menşe"
    " ülke, konuk ülke, ziyaretçi ülke, uyruğu, gəldiyi ölkə, qonaq ölkə, ölkəsi, بلد المنشأ, دولة"
    " الزائر, دولة الضيف, بلد الضيف, بلد الزائر, البلد الزائر, الدولة الزائرة, البلدان, الجنسية,"
    " الأطراف, الطرف, کشور, کشورها, کشور مهمان, کشور مبدأ, دولت, طرف, 国家, 国别, 来访国, 来自, 派遣国, 国籍,"
    " 参与国",
    "host": "accueil, aufnahme, reception, receiving, hosting, receptor, приём, прием,"
    " принимающая, kabul eden, qəbul edən, الاستضافة, الاستقبال, المستضيف, wohin, où, adónde,"
    " haraya, nereye, إلى أين, nach, host, host country, hosted by, hosting, receiving state,"
    " gastgeber, gastland, gastgeberland, hôte, pays hôte, anfitrión, país anfitrión, принимающая"
    " сторона, принимающая страна, ev sahibi, ev sahibi ülke, ev sahibi ölkə, qəbul edən tərəf,"
    " المضيف, الدولة المضيفة, البلد المضيف, host state, host nation, hosting country, receiving"
    " country, country visited, visited country, state visited, countries visited, destination,"
    " destination country, country of destination, to country, aufnahmestaat, empfangsstaat,"
    " besuchtes land, besuchter staat, zielland, reiseziel, reiseland, ziel, zielstaat, pays"
    " d'accueil, pays visité, pays de destination, état hôte, état d'accueil, pays recevant, país"
    " visitado, país de destino, país receptor, estado receptor, país de acogida, destino,"
    " anfitrião, país anfitrião, país de acolhimento, ospite paese, paese ospitante, paese"
    " visitato, paese di destinazione, destinazione, stato ospitante, страна пребывания, страна"
    " визита, посещенная страна, посещаемая страна, страна назначения, страна-хозяйка, куда,"
    " направление, хозяин, принимающее государство, gidilen ülke, gidilecek ülke, ziyaret edilen"
    " ülke, varış ülkesi, hedef ülke, ev sahibi devlet, evsahibi, getdiyi ölkə, gedilən ölkə,"
    " səfər edilən ölkə, səfər olunan ölkə, qəbul edən ölkə, qəbul edən dövlət, ev sahibi dövlət,"
    " الدولة المستضيفة, البلد المستضيف, البلد المزور, الدولة المزورة, بلد الوجهة, الوجهة, بلد"
    " المقصد, دولة المقر, البلد المضيف له, کشور میزبان, میزبان, کشور مقصد, مقصد, 东道国, 接待国, 访问国,"
    " 目的国, 目的地, 到访国, 主办国, 被访国",
    "name": "who, wer, qui, quién, quem, chi, kim, interlocutor, counterpart, counterparts, met"
    " with, minister, president, secretary, ambassador, gesprächspartner, gegenüber,"
    " interlocuteur, interlocuteurs, ministre, président, ambassadeur, ministro, ministra,"
    " presidente, embajador, interlocutores, embaixador, ambasciatore, interlocutore, собеседник,"
    " министр, президент, посол, muhatap, görüşülen, bakan, cumhurbaşkanı, büyükelçi, həmsöhbət,"
    " nazir, prezident, səfir, المحاور, الوزير, الرئيس, السفير, وزیر, رئیس جمهور, 部长, 总统, visitor,"
    " visitors, guest, guests, name, names, person, persons, participant, participants, official,"
    " dignitary, delegate, head of delegation, delegation, besucher, gast, gäste, teilnehmer,"
    " person, delegationsleiter, visiteur, invité, nom, participants, délégation, visitante,"
    " invitado, nombre, participante, participantes, delegación, гость, гости, имя, фио, участник,"
    " участники, делегация, глава делегации, ziyaretçi, konuk, misafir, isim, ad, adı, katılımcı,"
    " heyet, qonaq, iştirakçı, nümayəndə heyəti, الزائر, الضيف, الاسم, المشارك, المشاركون, الوفد,"
    " traveller, traveler, travellers, dignitaries, leader, leaders, guest name, guest of honour,"
    " head of the delegation, delegation head, envoy, visiting official, full name, first and last"
    " name, reisender, reisende, gastname, name des gastes, leiter der delegation, leitung,"
    " würdenträger, persönlichkeit, vor und zuname, voyageur, chef de délégation, chef de la"
    " délégation, personnalité, hôte de marque, invités, visiteurs, nom et prénom, nom complet,"
    " viajero, dignatario, invitados, visitantes, jefe de la delegación, jefe de delegación,"
    " nombre y apellidos, nombre completo, apellido, viajante, convidado, convidados, chefe da"
    " delegação, nome, nome completo, visitatore, visitatori, ospite, ospiti, capo delegazione,"
    " capo della delegazione, nominativo, nome e cognome, partecipante, partecipanti, delegazione,"
    " delegação, высокий гость, визитер, посетитель, руководитель делегации, глава делегации фио,"
    " ф.и.о., ф и о, фио гостя, имя гостя, участники визита, кто, ziyaret eden, ziyaretçiler,"
    " konuklar, heyet başkanı, konuğun adı, ad soyad, adı soyadı, isim soyisim, yolcu, qonağın"
    " adı, qonaqlar, ziyarətçi, səfər edən, səfər edən şəxs, nümayəndə heyətinin başçısı, heyətin"
    " rəhbəri, ad soyad, soyadı adı, rəsmi şəxs, şəxs, اسم الزائر, اسم الضيف, رئيس الوفد, الشخصية,"
    " المسؤول, الموفد, الزائرون, الضيوف, المسافر, الاسم الكامل, مهمان, نام مهمان, رئیس هیئت, نام,"
    " نام و نام خانوادگی, مسافر, شرکت کنندگان, 来访者, 来宾, 访客, 贵宾, 姓名, 代表团团长, 团长, 出访人, 人员, 代表团, 参加者",
    "post": "visitor title, guest title, official title, post, position, office, function, job"
    " title, rank, capacity, amt, funktion, position, dienststellung, amtsbezeichnung, fonction,"
    " poste, cargo, puesto, función, должность, пост, görev, görevi, unvan, makam, vəzifə,"
    " vəzifəsi, المنصب, الوظيفة, الصفة, position held, title of visitor, designation, role,"
    " dienstgrad, amt funktion, stellung, titel des gastes, qualité, titre du visiteur, charge,"
    " puesto que ocupa, carica, ruolo, incarico, qualifica, posição, função, cargo do visitante,"
    " должность гостя, статус гостя, чин, görev unvanı, ünvan, unvanı, rütbe, tutduğu vəzifə,"
    " rütbə, المنصب الرسمي, الرتبة, اللقب, وظيفة, سمت, مقام, 职务, 职位, 头衔, 职衔",
    "title": "why, warum, pourquoi, por qué, зачем, niyə, neden, لماذا, title, subject, purpose,"
    " zweck, цель, amaç, amacı, motivo, məqsəd, event, description, heading, visit, meeting,"
    " titel, betreff, anlass, ereignis, bezeichnung, veranstaltung, titre, objet, intitulé,"
    " événement, título, asunto, evento, название, мероприятие, событие, başlık, konu başlığı,"
    " etkinlik, başlıq, tədbir, العنوان, الحدث, المناسبة, reason, reason for visit, purpose of"
    " visit, anlass des besuchs, zweck des besuchs, motif, but de la visite, objet de la visite,"
    " motif de la visite, propósito, finalidad, motivo de la visita, objetivo, assunto,"
    " finalidade, objetivo da visita, oggetto, scopo, motivo della visita, titolo, evento, цель"
    " визита, повод, предмет, наименование, ziyaret amacı, ziyaretin amacı, konu başlığı, etkinlik"
    " adı, səfərin məqsədi, səfərin adı, adı tədbirin, الغرض, غرض الزيارة, الهدف, عنوان, موضوع"
    " الزيارة, هدف, هدف سفر, رویداد, 标题, 事由, 目的, 访问目的, 活动, 名称",
    "place": "place, location, venue, city, where, town, ort, stadt, tagungsort, lieu, ville,"
    " endroit, lugar, ciudad, sede, место, город, место проведения, yer, şehir, mekan, yeri,"
    " şəhər, məkan, المكان, المدينة, مكان, venue city, city visited, meeting place,"
    " veranstaltungsort, besuchsort, zielort, stätte, lieu de la visite, ville visitée, ciudad"
    " visitada, lugar de la visita, local, cidade, lugar da visita, luogo, città, sede"
    " dell'incontro, город визита, место визита, место встречи, населенный пункт, ziyaret yeri,"
    " toplantı yeri, kent, il, görüş yeri, keçirildiyi yer, şəhəri, məkanı, مكان الزيارة, مكان"
    " اللقاء, مدينة, الموقع, مكان الاجتماع, محل, شهر, مکان, محل دیدار, 地点, 城市, 会场, 访问地点",
    "topic": "topic, topics, theme, themes, subjects, issue, issues, agenda, keywords, tags,"
    " thema, themen, tagesordnung, schlagworte, thème, thèmes, sujet, sujets, ordre du jour, tema,"
    " temas, agenda, тема, темы, повестка, повестка дня, konu, konusu, konular, konuları, gündem,"
    " mövzu, mövzular, gündəlik, الموضوع, المواضيع, الموضوعات, جدول الأعمال, topics discussed,"
    " points discussed, subject matter, gesprächsthemen, besprochene themen, inhalte, sujets"
    " abordés, thèmes abordés, temas tratados, assuntos, temas abordados, argomenti, temi, tema,"
    " argomenti trattati, обсуждаемые вопросы, вопросы, тематика, görüşülen konular, başlıklar,"
    " müzakirə olunan mövzular, müzakirə mövzusu, القضايا, محاور, المحاور, موضوعات, موضوع,"
    " موضوعات, دستور کار, 议题, 主题, 话题, 议程",
    "remark": "remark, remarks, note, notes, comment, comments, summary, details, bemerkung,"
    " bemerkungen, anmerkung, anmerkungen, notiz, kommentar, zusammenfassung, remarque, remarques,"
    " observations, commentaire, résumé, observaciones, comentarios, notas, resumen, примечание,"
    " примечания, комментарий, заметки, açıklama, not, notlar, özet, qeyd, qeydlər, şərh, ملاحظات,"
    " ملاحظة, تعليق, annotation, annotations, hinweise, observação, observações, comentários,"
    " resumo, notas, note, osservazioni, commenti, riassunto, annotazioni, описание,"
    " дополнительно, notlar, açıklamalar, düşünceler, əlavə qeydlər, izah, تعليقات, توضیحات,"
    " ملاحظات عامة, یادداشت, 备注, 说明, 摘要, 注释",
    "outcome": "outcome, outcomes, result, results, ergebnis, ergebnisse, résultat, résultats,"
    " resultado, resultados, результат, результаты, итоги, sonuç, sonuçlar, nəticə, nəticələr,"
    " النتائج, النتيجة, agreed, agreements, vereinbarungen, accords, acuerdos, resultado da"
    " visita, resultados, acordos, esito, esiti, risultati, risultato, договоренности, varılan"
    " sonuç, razılaşmalar, مخرجات, المخرجات, نتایج, نتیجه, 成果, 结果",
    "level": "level, type of visit, visit type, rang, ebene, stufe, art des besuchs, besuchsart,"
    " niveau, type de visite, nivel, tipo de visita, уровень, вид визита, düzey, seviye, ziyaret"
    " türü, səviyyə, المستوى, نوع الزيارة, kind of visit, level of visit, besuchsebene, art der"
    " visite, nature de la visite, caractère de la visite, nivel de la visita, carácter de la"
    " visita, nível, tipo de visita, livello, tipo di visita, характер визита, уровень визита, тип"
    " визита, ziyaret düzeyi, ziyaretin türü, səfərin növü, səfərin səviyyəsi, مستوى الزيارة, صفة"
    " الزيارة, سطح, نوع سفر, 级别, 访问级别, 访问性质",
    "status": "status, condition, stand, zustand, statut, situación, статус, состояние, durum,"
    " durumu, vəziyyət, الحالة, state of play, progress, besuchsstatus, état d'avancement, estado"
    " de la visita, situação, stato visita, состояние визита, статус визита, ziyaret durumu,"
    " səfərin statusu, حالة الزيارة, وضعیت, 状态, 情况",
    "kind": "kind, type, category, type of engagement, type of event, event type, format, art,"
    " kategorie, veranstaltungsart, terminart, type d'événement, catégorie, genre, tipo,"
    " categoría, tipo de evento, categoria, tipo di evento, вид, тип, категория, вид мероприятия,"
    " формат, tür, türü, kategori, etkinlik türü, növ, növü, tədbirin növü, kateqoriya, النوع,"
    " نوع, الفئة, نوع الحدث, نوع اللقاء, دسته, 类型, 类别, 形式",
}
"""The words for columns, by role."""

TRAVELLERS = (
    "visitor, guest, traveller, traveler, dignitary, leader, visiting, besuch, gast, gäste,"
    " reisend, visiteur, invité, voyageur, visitante, invitad, viajer, convidad, visitator, ospit,"
    " гост, визит, посетител, прибывш, ziyaretçi, ziyaret eden, konuk, misafir, qonaq, qonağ, səfər"
    " edən, الزائر, الضيف, زائر, ضيف, مهمان, 来访, 来宾, 访客, 贵宾"
)
"""Beginnings of words that show that a column names the visitor, not somebody else."""

OTHER_PEOPLE = (
    "hosted by, received by, met with, met by, counterpart, interlocut, contact, officer, desk"
    " officer, author, prepared by, entered by, empfangen von, gesprächspartner, gastgeber,"
    " ansprechpartner, bearbeiter, sachbearbeiter, referent, begleit, verfasser, reçu par,"
    " interlocuteur, agent, rédacteur, accompagn, recibido por, interlocutor, acompaña,"
    " responsable, recebido por, ricevuto da, принимал, встречал, собеседник, контакт, исполнитель,"
    " ответственн, сопровожд, kabul eden, muhatap, görüşülen, hazırlayan, sorumlu, refakat, qəbul"
    " edən şəxs, görüşdüyü, məsul, icraçı, müşayiət, المستقبل, الموظف, المسؤول عن, المرافق, میزبان,"
    " 会见人, 接待人, 陪同, 经办"
)
"""Beginnings of words that show that a column names somebody other than the visitor."""

JOURNEYS = (
    "arrival, departure, arrives, departs, ankunft, abreise, anreise, rückreise, arrivée, départ,"
    " llegada, salida, chegada, saída, partida, arrivo, partenza, прибыт, убыт, отбыт, отъезд,"
    " приезд, geliş, ayrılış, dönüş, varış, gediş, qayıdış, gəliş, الوصول, المغادرة, وصول, مغادرة,"
    " ورود, خروج, 抵达, 离开, 到达, 离境"
)
"""Words for the arrival and the departure of a visitor."""

KINDS: dict[str, str] = {
    "visit": "visit, trip, journey, state visit, official visit, working visit, besuch, reise,"
    " staatsbesuch, arbeitsbesuch, visite, voyage, déplacement, visite officielle, visite de"
    " travail, visita, viaje, visita oficial, visita de trabajo, viagem, viaggio, visita di stato,"
    " визит, поездка, официальный визит, рабочий визит, ziyaret, seyahat, gezi, resmi ziyaret,"
    " çalışma ziyareti, səfər, rəsmi səfər, işgüzar səfər, زيارة, زيارة رسمية, زيارة عمل, رحلة,"
    " سفر, بازدید, سفر رسمی, 访问, 出访, 来访, 正式访问, 工作访问",
    "meeting": "meeting, talks, call, phone call, video call, conversation, courtesy call,"
    " treffen, gespräch, telefonat, unterredung, begegnung, rencontre, entretien, réunion, appel,"
    " entretien téléphonique, reunión, encuentro, entrevista, llamada, conversación, reunião,"
    " encontro, telefonema, incontro, colloquio, riunione, telefonata, встреча, переговоры,"
    " беседа, звонок, телефонный разговор, görüşme, toplantı, telefon görüşmesi, buluşma, görüş,"
    " danışıqlar, telefon danışığı, لقاء, اجتماع, مكالمة, اتصال, محادثات, مكالمة هاتفية, اتصال"
    " هاتفي, دیدار, ملاقات, نشست, تماس تلفنی, 会见, 会谈, 会晤, 通话, 会议",
    "consultation": "consultation, consultations, political consultations, konsultation,"
    " konsultationen, politische konsultationen, consultations politiques, consulta, consultas,"
    " consultas políticas, consultazioni, consultazioni politiche, консультации, политические"
    " консультации, istişare, istişareler, siyasi istişareler, məsləhətləşmə, məsləhətləşmələr,"
    " siyasi məsləhətləşmələr, مشاورات, مشاورات سياسية, رایزنی, 磋商, 政治磋商",
}
"""Words for the kind of an engagement."""

MISSING = (
    "na, nan, null, none, nil, nd, n d, not available, not applicable, not known, unknown, tbd,"
    " tba, tbc, to be determined, blank, ka, k a, keine angabe, keine, unbekannt, entfällt, nicht"
    " bekannt, offen, nc, non communiqué, inconnu, inconnue, néant, non disponible, aucun, sans"
    " objet, sd, sin datos, sin información, desconocido, no disponible, no aplica, ninguno, sem"
    " dados, desconhecido, não disponível, não se aplica, nenhum, sconosciuto, non disponibile, non"
    " applicabile, nessuno, нд, нет данных, нет, неизвестно, не указано, не применимо, отсутствует,"
    " yok, bilinmiyor, belirtilmemiş, belli değil, uygulanamaz, veri yok, yoxdur, məlum deyil,"
    " naməlum, göstərilməyib, غير متوفر, غير متاح, غير معروف, لا يوجد, لا ينطبق, مجهول, غير محدد,"
    " نامشخص, ندارد, موجود نیست, 无, 未知, 不详, 暂无, 不适用, 待定"
)
"""Texts that mean a missing value. A text of nothing but punctuation means it, too."""

OTHER_DATES = (
    "birth, born, dob, created, creation, record date, recorded, registered, registration, entered,"
    " entry, entry date, received, receipt, modified, modification, updated, last update, changed,"
    " last change, published, publication, sent, approved, deadline, due, valid, expiry, expires,"
    " issued, timestamp, invitation, request, einladung, anfrage, приглаш, davet, dəvət,"
    " invitación, دعوة, geburt, geboren, erstell, angelegt, anlage, erfass, eingetragen, eintrag,"
    " eingang, eingegangen, erhalten, empfangen, änderung, geändert, bearbeit, aktualisier,"
    " veröffentlich, versand, versendet, gesendet, genehmig, frist, fällig, gültig, antrag,"
    " rechnung, naissance, né le, née le, création, créé, saisi, enregistr, réception du, date de"
    " réception, reçu, modifi, mise à jour, mis à jour, publi, envoi, envoyé, échéance, nacimiento,"
    " nacido, creado, creación, registr, recibido, fecha de recepción, actualiz, envío, enviado,"
    " vencimiento, рожд, создан, внесен, запис, регистрац, зарегистр, получен, поступ, измен,"
    " обновл, публикац, опубликов, отправ, утвержд, срок до, doğum, doğul, oluştur, kayıt,"
    " alındığı, alınma, değişt, güncelle, yayın, yayım, gönder, son tarih, yaradıl, qeydiyyat,"
    " daxil edil, alındı, alınıb, dəyiş, yenilən, dərc, nəşr, göndər, الميلاد, ميلاد, الولادة,"
    " الإنشاء, إنشاء, التسجيل, الإدخال, الاستلام, الورود, التعديل, التحديث, النشر, الإرسال,"
    " nascimento, nascido, criado, criação, recebid, atualiz, enviado, validade, prazo, nascita,"
    " nato, creato, creazione, registrat, ricevut, aggiornat, pubblicat, inviat, scadenza, تولد,"
    " ثبت, دریافت, ویرایش, انتشار, ارسال, مهلت, 出生, 创建, 登记, 录入, 收到, 更新, 发布, 截止, 邀请, convite,"
    " invito, دعوت"
)
"""Beginnings of words that show that a column has some other date than the engagement's."""

STATUSES: dict[str, str] = {
    "over": "done, held, concluded, completed, took place, finished, realised, past, erledigt,"
    " stattgefunden, abgeschlossen, durchgeführt, effectué, réalisé, terminé, tenu, realizado,"
    " concluido, celebrado, состоялся, состоялась, проведено, завершен, yapıldı, tamamlandı,"
    " gerçekleşti, keçirildi, baş tutdu, تم, منجز, عقد, realised, carried out, finalised,"
    " realizada, realizado, concluída, concluído, efetuado, svolto, svolta, concluso, effettuato,"
    " avvenuto, состоялось, проведен, проведена, завершена, выполнено, прошел, gerçekleştirildi,"
    " bitti, yapılmış, baş tutub, keçirilib, tamamlanıb, başa çatıb, تمت, انتهت, منتهية, مكتمل,"
    " أنجز, منجزة, نفذت, انجام شد, انجام شده, برگزار شد, 已完成, 完成, 已结束, 已举行",
    "planned": "planned, announced, scheduled, upcoming, expected, geplant, angekündigt,"
    " vorgesehen, prévu, annoncé, planifié, planeado, previsto, anunciado, планируется,"
    " запланирован, объявлен, planlandı, planlanan, planlaşdırılır, planlaşdırılıb, مخطط, مقرر, in"
    " preparation, confirmed, tentative, bestätigt, in planung, en préparation, confirmé,"
    " programado, confirmado, en preparación, planeada, agendado, anunciada, previsto,"
    " pianificato, programmato, confermato, annunciato, запланировано, планируемый, намечен,"
    " подтвержден, готовится, onaylandı, hazırlanıyor, duyuruldu, planlanıyor, nəzərdə tutulub,"
    " təsdiqlənib, elan olunub, مخطط لها, مقررة, معلن, مؤكد, مرتقبة, برنامه ریزی شده, اعلام شده,"
    " 计划中, 计划, 已宣布, 待办",
    "postponed": "postponed, deferred, delayed, verschoben, vertagt, reporté, ajourné, aplazado,"
    " pospuesto, отложен, перенесен, ertelendi, təxirə salındı, təxirə salınıb, مؤجل, put off,"
    " verlegt, aufgeschoben, reportée, différé, postergado, adiado, adiada, rinviato, rimandato,"
    " отложена, отложено, перенесено, перенесена, ertelenmiş, təxirə salınmış, مؤجلة, تم التأجيل,"
    " به تعویق افتاد, 推迟, 延期",
    "cancelled": "cancelled, canceled, called off, abgesagt, annulé, cancelado, anulado, отменен,"
    " отменён, iptal, iptal edildi, ləğv edildi, ləğv olundu, ملغى, withdrawn, entfallen,"
    " storniert, annulée, supprimé, cancelada, anulada, suspendido, cancelado, cancelada,"
    " annullato, cancellato, отменена, отменено, сорван, iptal edilmiş, ləğv edilib, ləğv olunub,"
    " ملغاة, تم الإلغاء, ألغيت, لغو شد, لغو شده, 取消, 已取消",
}
"""Words for the status of an engagement."""

LEVELS: dict[str, str] = {
    "state": "state visit, staatsbesuch, visite d'état, visita de estado, государственный,"
    " государственный визит, devlet ziyareti, dövlət səfəri, زيارة دولة, state, staats, d'état, de"
    " estado, visita de estado, di stato, visita di stato, dövlət ziyarəti, devlet, dövlət, دولة, رسمی دولتی, 国事访问",
    "official": "official visit, offiziell, offizieller besuch, officiel, officielle, visite"
    " officielle, oficial, visita oficial, официальный, официальный визит, resmi, resmi ziyaret, rəsmi ziyarət,"
    " rəsmi, rəsmi səfər, رسمي, رسمية, زيارة رسمية, official, offiziell, ufficiale, visita"
    " ufficiale, visita oficial, официальная, سفر رسمی, 正式访问",
    "working": "working visit, arbeitsbesuch, visite de travail, visita de trabajo, рабочий,"
    " рабочий визит, çalışma ziyareti, işgüzar, işgüzar səfər, عمل, زيارة عمل, working, arbeits,"
    " de travail, de trabajo, de trabalho, visita de trabalho, di lavoro, visita di lavoro,"
    " çalışma, iş, کاری, سفر کاری, 工作访问",
    "official working": "official working visit, offizieller arbeitsbesuch, visite officielle de"
    " travail, visita oficial de trabajo, visita oficial de trabalho, visita ufficiale di lavoro,"
    " официальный рабочий визит, resmi çalışma ziyareti, rəsmi işgüzar səfər",
    "private": "private visit, privat, privatbesuch, privé, visite privée, privado, visita"
    " privada, частный, частный визит, özel, özel ziyaret, şəxsi, خاصة, زيارة خاصة, private,"
    " privata, visita privata, particular, خصوصی, 私人访问",
    "informal": "informal visit, informell, informeller besuch, informelle, visite informelle,"
    " visita informal, visita informale",
    "unofficial": "unofficial visit, inoffiziell, inoffizieller besuch, non officielle, visite non"
    " officielle, visita no oficial, visita não oficial, visita non ufficiale, неофициальный,"
    " неофициальный визит, qeyri-rəsmi, qeyri-rəsmi səfər, gayriresmi ziyaret",
    "transit": "transit visit, stopover, zwischenstopp, durchreise, escale, escala, транзит, transit geçiş, عبور",
}
"""Words for the level of a visit."""

VISITS = (
    "visit, besuch, visite, visita, визит, поездка, ziyaret, səfər, زيارة, زيارات, visitor,"
    " besucher, travel, trip, reise, voyage, déplacement, viaje, viagem, viaggi, seyahat, سفر, 访问,"
    " 出访, 来访"
)


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
    name = fold(_apart(column).replace(".", ". ")).rstrip("0123456789 ")
    for role, words in ROLES.items():
        if name in _folded(words):
            return role
    known = [
        (role not in ("title", "name"), _is_end(role, name, word), len(word), role)
        for role, words in ROLES.items()
        for word in _folded(words)
        if _speaks(name, word)
    ]
    return max(known)[-1] if known else _role_of_stem(name)


def _is_end(role: str, name: str, word: str) -> bool:
    """Return whether a name of a period says which end it is: ``Zeitraum bis``."""
    return role in ("from", "until") and name.endswith(f" {word}") and len(name) > len(word)


_SUFFIX = re.compile("(?:l[ae]r)?(?:s?[iu]|n?[iu]n)?")
"""The plural and the cases of Turkish and Azerbaijani nouns, folded."""

_SHORTEST_STEM = 4


def _role_of_stem(name: str) -> str | None:
    """Return the role of a name that is a known word with a suffix, such as "iştirakçılar"."""
    stems = [
        (len(word), role)
        for role, words in ROLES.items()
        for word in _folded(words)
        if len(word) >= _SHORTEST_STEM
        and name.startswith(word)
        and _SUFFIX.fullmatch(name, len(word))
    ]
    return max(stems)[1] if stems else None


_CAMEL = re.compile("(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")


def _apart(column: str) -> str:
    """Return a column's name with spaces between its words: ``HostCountry``, ``host_country``."""
    return _CAMEL.sub(" ", column).replace("_", " ")


def _speaks(name: str, word: str) -> bool:
    """Return whether a column's name contains a word; a short word must be at the start or end.

    Words of scripts that do not separate words may be anywhere in the name.
    """
    if word[0] >= "\u3040":
        return word in name
    ends = name.startswith(f"{word} ") or name.endswith(f" {word}")
    return ends or (len(word) > 3 and f" {word} " in name)


def says_another_date(column: str) -> bool:
    """Return whether a column has a date other than the engagement's, such as a date of birth."""
    return _begins_with(column, OTHER_DATES)


_LONGEST_MARK = 40
_PUNCTUATION = ("Pd", "Po", "Pc", "Ps", "Pe", "Zs", "Sk")
_DIGIT = re.compile(r"\d")


def is_missing(text: str) -> bool:
    """Return whether a text usually means a missing value, such as "n/a" or "—"."""
    if len(text) > _LONGEST_MARK or _DIGIT.search(text):
        return False
    plain = fold(text)
    return plain in _folded(MISSING) or all(category(one) in _PUNCTUATION for one in text)


def speaks_of_travellers(column: str) -> bool:
    """Return whether a column's name has a word for a visitor."""
    return _begins_with(column, TRAVELLERS)


def speaks_of_other_people(column: str) -> bool:
    """Return whether a column's name has a word for somebody other than the visitor."""
    return _begins_with(column, OTHER_PEOPLE)


def speaks_of_journeys(column: str) -> bool:
    """Return whether a column's name has a word for an arrival or a departure."""
    return _begins_with(column, JOURNEYS)


def _begins_with(column: str, beginnings: str) -> bool:
    """Return whether a word of a column's name begins with one of the ``beginnings``."""
    name = f" {fold(_apart(column))}"
    return any(
        word in name if word[0] >= "\u3040" else f" {word}" in name for word in _folded(beginnings)
    )


def meaning(word: str, table: dict[str, str]) -> str | None:
    """Return the key in ``table`` whose list of words contains ``word``, or ``None``."""
    key = fold(word)
    return next((value for value, words in table.items() if key in _folded(words)), None)


def speaks_of_visits(text: str) -> bool:
    """Return whether text contains a word for a visit."""
    name = fold(text.replace("_", " ").replace("-", " "))
    return any(word in name for word in _folded(VISITS))
