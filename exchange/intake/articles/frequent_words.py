"""Frequent words of prose that are not ASCII, which show the code page of a press item.

Only words that differ between Windows 1250, 1252, 1254 and 1257 help: ``für`` is the same in all.
"""

_WORDS = """
    à été où même très après être première également président république coopération

    är från när två också även på får når må også

    è più già perché però così città sarà

    não são também será três já há após está también será según además aquí

    která který které při také bylo může věcí zahraničních ministrů schůzka

    się że są też także został która który które będzie przez współpraca współpracy

    să și în că după către această şi ţară

    için değil çok iş aynı bakanı dışişleri olduğunu görüştü

    također što više riječi već može između predsjednik

    välisminister ārlietu mūsų užsienio
"""

FREQUENT_WORDS = frozenset(_WORDS.split())
