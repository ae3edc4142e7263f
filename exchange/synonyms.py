"""Synonyms that people type instead of the name of a field or an option."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import TypeVar

from dragoman.domain import fold

T = TypeVar("T")

_MEANT = {
    "at, date, day, when": "occurred signed due fulfilled assumed in_force since",
    "begin, from, start": "since occurred sender",
    "end, finish, to": "until occurred recipients",
    "countries, country, side, state, states, with": "party parties between side host",
    "attendee, attendees, people, person, persons, who": "participant participants named name",
    "city, location, venue, where": "place",
    "by_when, deadline, reply_by": "due reply_due",
    "comment, comments, description, notes, text": "summary note",
    "headline, name, subject": "title what subject name named",
    "label, subjects, tag, tags, theme": "topic topics",
    "classification, confidentiality, tlp": "marking",
    "because, message, why": "reason",
    "link, web": "url",
    "count, head, last, max, number, top": "limit session",
    "assignee, owed_by, responsible, who_owes": "owner owners",
    "result, results": "outcome outcomes",
}


def by_word(table: Mapping[str, T]) -> dict[str, T]:
    """Return a table with one key per word, made from a table whose keys are lists of words."""
    return {word: value for words, value in table.items() for word in words.split(", ")}


_BY_WORD = by_word(_MEANT)


def meant_by(word: str, known: Collection[str]) -> str | None:
    """Return the ``known`` name that people usually mean by ``word``, or ``None``."""
    names = _BY_WORD.get(word.lower().replace("-", "_"), "").split()
    return next((name for name in names if name in known), None)


_CHOICES = {
    "treaty": "convention, pact, charter, vertrag, staatsvertrag, übereinkommen, konvention, traité,"
    " convention internationale, tratado, convenio, convención, договор, конвенция, пакт",
    "agreement": "accord, intergovernmental agreement, framework agreement, abkommen, vereinbarung,"
    " regierungsabkommen, rahmenabkommen, accord intergouvernemental, accord-cadre, acuerdo,"
    " acuerdo marco, соглашение, межправительственное соглашение, рамочное соглашение",
    "protocol": "additional protocol, protokoll, zusatzprotokoll, protocole, protocole additionnel,"
    " protocolo, protocolo adicional, протокол, дополнительный протокол",
    "memorandum of understanding": "mou, m.o.u., memorandum, memorandum of cooperation,"
    " absichtserklärung, verständigungsmemorandum, mémorandum, mémorandum d'entente,"
    " protocole d'accord, protocole d'entente, memorando, memorando de entendimiento, меморандум,"
    " меморандум о взаимопонимании, меморандум о сотрудничестве",
    "exchange of notes": "exchange of letters, notes exchanged, notenwechsel, briefwechsel,"
    " échange de notes, échange de lettres, canje de notas, canje de cartas, intercambio de notas,"
    " обмен нотами, обмен письмами",
    "joint statement": "statement, communiqué, communique, joint communiqué, final communiqué,"
    " joint press statement, press statement, gemeinsame erklärung, kommuniqué, kommunique,"
    " gemeinsames kommuniqué, abschlusskommuniqué, presseerklärung, déclaration commune,"
    " communiqué conjoint, communiqué commun, communiqué final, declaración conjunta, comunicado,"
    " comunicado conjunto, совместное заявление, заявление, коммюнике, совместное коммюнике",
    "joint declaration": "declaration, political declaration, erklärung, deklaration,"
    " gemeinsame deklaration, déclaration, déclaration conjointe, declaración, декларация,"
    " совместная декларация",
    "minutes": "agreed minutes, record of the meeting, meeting record, sitzungsprotokoll,"
    " niederschrift, ergebnisprotokoll, procès-verbal, compte rendu, acta, acta final, minuta,"
    " протокол заседания, итоговый протокол",
    "action plan": "roadmap, road map, plan of action, programme of action, work programme,"
    " aktionsplan, arbeitsprogramm, fahrplan, plan d'action, feuille de route, plan de acción,"
    " hoja de ruta, план действий, дорожная карта, программа действий",
    "note verbale": "note, verbal note, diplomatic note, third-person note, verbalnote, note"
    " diplomatique, diplomatische note, nota verbal, nota diplomática, nota, вербальная нота, нота,"
    " дипломатическая нота",
    "demarche": "démarche, protest, oral demarche, representation, demarsche, vorsprache, protestation,"
    " gestión, gestión diplomática, protesta, демарш, протест",
    "letter": "message, personal message, aide-mémoire, non-paper, brief, schreiben, botschaft,"
    " lettre, carta, mensaje, письмо, послание",
    "phone": "telephone, call, phone call, telefon, telefonat, téléphone, par téléphone, teléfono,"
    " por teléfono, телефон, по телефону",
    "video": "online, virtual, videoconference, video call, videokonferenz, virtuell, visioconférence,"
    " videoconferencia, видео, видеоконференция",
    "written": "by letter, in writing, schriftlich, écrit, par écrit, por escrito, письменно",
    "political consultations": "politische konsultationen, consultations politiques, consultas"
    " políticas, consultazioni politiche, политические консультации, siyasi məsləhətləşmələr, siyasi"
    " istişareler",
    "consular consultations": "konsularkonsultationen, konsularische konsultationen, consultations"
    " consulaires, consultas consulares, consultazioni consolari, консульские консультации,"
    " konsulluq məsləhətləşmələri, konsolosluk istişareleri",
    "joint commission": "joint committee, mixed commission, gemischte kommission, gemeinsame"
    " kommission, commission mixte, comisión mixta, comissão mista, commissione mista, смешанная"
    " комиссия, совместная комиссия, karma komissiya, birgə komissiya, karma komisyon, اللجنة"
    " المشتركة, لجنة مشتركة",
    "intergovernmental commission": "intergovernmental committee, regierungskommission,"
    " zwischenstaatliche kommission, commission intergouvernementale, comisión intergubernamental,"
    " comissão intergovernamental, commissione intergovernativa, межправительственная комиссия,"
    " hökumətlərarası komissiya, hükümetlerarası komisyon",
    "strategic dialogue": "strategischer dialog, dialogue stratégique, diálogo estratégico, dialogo"
    " strategico, стратегический диалог, strateji dialoq, stratejik diyalog",
    "working group": "arbeitsgruppe, groupe de travail, grupo de trabajo, grupo de trabalho, gruppo"
    " di lavoro, рабочая группа, işçi qrupu, çalışma grubu, فريق عمل",
    "inter-parliamentary group": "friendship group, parliamentary friendship group,"
    " parlamentariergruppe, freundschaftsgruppe, groupe interparlementaire, groupe d'amitié, grupo"
    " interparlamentario, grupo de amistad, grupo interparlamentar, grupo de amizade, gruppo"
    " interparlamentare, межпарламентская группа, parlamentlərarası qrup, dostluq qrupu,"
    " parlamentolararası grup, dostluk grubu",
    "head of delegation": "head of the delegation, delegation head, delegationsleiter,"
    " delegationsleiterin, leiter der delegation, leiterin der delegation, chef de délégation, chef"
    " de la délégation, cheffe de délégation, cheffe de la délégation, jefe de delegación, jefe de"
    " la delegación, jefa de delegación, jefa de la delegación, chefe de delegação, chefe da"
    " delegação, capo delegazione, capo della delegazione, глава делегации, heyet başkanı,"
    " nümayəndə heyətinin rəhbəri, رئيس الوفد",
    "co-chair": "cochair, co-chairman, co-chairwoman, co-chairperson, ko-vorsitz, ko-vorsitzender,"
    " ko-vorsitzende, kovorsitz, kovorsitzender, kovorsitzende, mitvorsitz, mitvorsitzender,"
    " mitvorsitzende, coprésident, coprésidente, co-président, co-présidente, coprésidence,"
    " copresidente, copresidenta, co-presidente, copresidencia, copresidência, сопредседатель, eş"
    " başkan, eşbaşkan, həmsədr, الرئيس المشارك",
    "host": "gastgeber, gastgeberin, hôte, anfitrión, anfitriona, anfitrião, anfitriã, принимающая"
    " сторона, ev sahibi, المضيف",
    "member": "delegate, member of the delegation, mitglied, delegationsmitglied, membre, membre de la"
    " délégation, miembro, miembro de la delegación, membro, membro da delegação, член, член"
    " делегации, üye, üzv, عضو",
    "observer": "beobachter, beobachterin, observateur, observatrice, observador, observadora,"
    " osservatore, osservatrice, наблюдатель, gözlemci, müşahidəçi, مراقب",
    "interpreter": "dolmetscher, dolmetscherin, interprète, intérprete, interprete, переводчик,"
    " переводчица, tercüman, tərcüməçi, مترجم",
    "in person": "face to face, physical, persönlich, en personne, en présentiel, presencial,"
    " en persona, лично, очно",
}
"""For each choice of a field, the words for it in other languages. :data:`LEVELS` has those of visits."""


@cache
def _choices_by_word() -> dict[str, tuple[str, ...]]:
    """Return the choices that each folded word can mean."""
    from dragoman.exchange.mappings.header_words import LEVELS

    found: dict[str, dict[str, None]] = {}
    for choice, words in (*_CHOICES.items(), *LEVELS.items()):
        for word in words.split(", "):
            found.setdefault(fold(word), {})[choice] = None
    return {word: tuple(choices) for word, choices in found.items()}


def choice_meant(word: str, choices: Collection[str]) -> str | None:
    """Return the only choice that a word means, in any spelling; ``None`` if there is none."""
    typed = fold(word)
    own = [one for one in choices if fold(one) == typed]
    found = own or [one for one in _choices_by_word().get(typed, ()) if one in choices]
    return found[0] if len(found) == 1 else None
