"""Given names: short forms that people use in place of a given name (Bill for William).

The forms are in Latin letters, as :func:`dragoman.domain.names.latin` writes them.
"""

from functools import cache

_FORMS = """
abby abigail; aleksandr alexander alex sasha sandro; alfred alf fred; andrew andy drew andrei;
anthony antony tony antonio toni; arthur art; barack barry; barbara barb; benjamin ben benny;
bernard bernie; catherine katherine kathryn kate kathy katie; charles charlie chuck carlos;
christopher chris; christine christina chris tina; clement clem; condoleezza condi; cyrus cy;
daniel dan danny; david dave; deborah debbie deb; dennis denny; dmitri dmitry dima mitya;
donald don donnie; douglas doug; dwight ike; edmund ed ned; edward ed eddie ted ned;
edwin ed; eleanor ellie nell; elizabeth liz beth betty eliza lisa; emmanuel manny;
eugene gene; evgeny yevgeny zhenya; felipe pipe; ferdinand ferdy; frances fran;
francis frank; francisco paco pancho; franklin frank; frederick frederic fred freddy fritz;
gerald gerry jerry; gerard gerry; gregory greg; harold hal harry; heinrich heinz; helen nell;
henry harry hank hal; herbert herb bert; hubert bert; hillary hilary; ivan vanya;
jacob jake; jacqueline jackie; james jim jimmy jamie; javier xavi; jeffrey geoffrey jeff geoff;
jennifer jenny jen; jeremiah jerry; joanna jo; johannes hans; john johnny jack jon;
jonathan jon;
jose pepe; joseph joe joey; josef sepp; joshua josh; juan juanito; katarina katja;
kenneth ken kenny;
konstantin kostya; konstantinos kostas costas; lawrence laurence larry; leonard leo len;
leopold leo; lewis louis lou; lyndon lyn; madeleine maddy; manuel manolo;
margaret maggie peggy meg;
maria mary mariya; marvin marv; matthew matt; maximilian max; michael mike mick mickey mikhail;
mohammad muhammad mohammed mohamed; nicholas nick nicky; nikita nik; nikolai nikolay kolya;
olivia liv; patricia pat patty; patrick pat paddy; paul pavel; peter pete; philip phil;
raymond ray; rebecca becky; reginald reg; richard dick rick rich ricky; robert bob bobby rob bert;
rodney rod; roger rog; ronald ron ronnie; rudolf rudi rolf; russell russ; samuel sam sammy;
sebastian seb; sergei sergey seryozha; spiro spyros; stanley stan; stephen steven steve;
stuart stu; susan sue susie; sylvester sly; terence terry; theodore ted teddy theo; therese tess;
thomas tom tommy; timothy tim; valentina valya; victor vic; vincent vince; virginia ginny;
vladimir volodya vova; volodymyr vova; walter walt; warren ren; wilhelm willi willy; william bill
billy will willy; winston win; yevgeni zhenya; yitzhak itzhak; zachary zach
"""


@cache
def _groups() -> dict[str, frozenset[int]]:
    """Map each form to the numbers of the names that it can stand for."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_FORMS.split(";")):
        for form in group.split():
            found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def is_short_form(one: str, other: str) -> bool:
    """Return whether two given names, in small Latin letters, can be forms of the same name."""
    groups = _groups()
    return one != other and not groups.get(one, frozenset()).isdisjoint(groups.get(other, ()))
