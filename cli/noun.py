"""Nouns, which are commands with verbs; declaring a noun does not load cyclopts."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from cyclopts import App

Command = Callable[..., int]
C = TypeVar("C", bound=Command)


def object_at(place: str) -> Any:
    """Load and return the object at ``module:name`` in ``dragoman.cli``."""
    module, _, name = place.partition(":")
    return getattr(import_module(f"dragoman.cli.{module}"), name)


def command_at(place: str) -> "Command | Noun":
    """Load and return the command at ``module:name``, or the verb at ``module:noun verb``."""
    place, *verbs = place.split()
    found = object_at(place)
    for verb in verbs:
        found = found.verb(verb)
    command: Command | Noun = found
    return command


class _Verb(NamedTuple):
    """A verb: a function that returns its command, its help (default: the docstring), its place."""

    make: "Callable[[], Command | Noun]"
    help: str | None = None
    place: str | None = None


class Noun:
    """A noun, which is a command with verbs, such as ``visit``.

    Dragoman loads a verb only when the user types it; cyclopts, however, needs every verb.
    """

    def __init__(self, name: str, help: str) -> None:
        self.name = name
        self._help = help
        self._verbs: dict[str, _Verb] = {}
        self._made: dict[str, Command | Noun] = {}

    def command(self, command: C) -> C:
        """Add a function as a verb with the function's name, as ``cyclopts.App.command`` does."""
        self.add(command.__name__, lambda: command)
        return command

    def add(self, name: str, make: "Callable[[], Command | Noun]") -> None:
        """Add the verb that ``make`` returns; ``make`` is called only when the verb is needed."""
        self._verbs[name] = _Verb(make)

    def at(self, name: str, place: str, help: str | None = None) -> None:
        """Add the verb that ``module:name`` in ``dragoman.cli`` defines."""
        self._verbs[name] = _Verb(partial(object_at, place), help, place)

    def verb(self, name: str) -> "Command | Noun":
        """Return the function of a verb, or a noun within this noun."""
        if name not in self._made:
            self._made[name] = self._verbs[name].make()
        return self._made[name]

    def place(self, verb: str, of_noun: str) -> str:
        """Return where a verb is: ``module:name``, or ``module:noun verb`` (from ``of_noun``)."""
        return self._verbs[verb].place or f"{of_noun} {verb}"

    def app(self) -> "App":
        """Return the noun and all its verbs as a cyclopts command."""
        from cyclopts import App

        app = App(name=self.name, help=self._help)
        for name, verb in self._verbs.items():
            made = self.verb(name)
            if isinstance(made, Noun):
                app.command(made.app(), name=name)
            else:
                app.command(made, name=name, **({"help": verb.help} if verb.help else {}))
        return app
