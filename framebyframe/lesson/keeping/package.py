"""The learner's own package: the reference modules, with the learner's functions in their places.

A file that the learner edited by hand is theirs: an answer is put into it, and it is never written over.
The others are made anew from the reference and the saved answers whenever something is saved.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import pkgutil
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import ModuleType

from framebyframe import __version__ as VERSION

from ..declaring import table
from ..declaring.exercise import Exercise
from . import answer_key, folder, readme, records
from .compose import (
    ANSWER_KEY,
    KIT,
    PARTS,
    Conflict,
    KitOnly,
    can_be_hidden,
    compose,
    hidden,
    hide,
    put_in,
    relative,
    take_out,
)
from .records import Records, Solved

NAME = folder.PACKAGE
ON_TRIAL = f"_{NAME}_on_trial"
"""The name under which a package is imported to find out whether it can be."""

KEY_SUFFIX = ".txt"
"""The suffix of files in the answer key: they are read, not imported, and editors do not index them."""

SHARED = ("wire/errors.py", "wire/events.py", "rpc/errors.py", "rpc/messages.py")
"""Files of types that no function of the learner's makes.

Where a notebook imports the package, these modules are the kit's: `except RpcTimeout` catches what the
learner's own client raises, wherever the name comes from, and `use("mine")` once more changes no type.
"""

_in_use: tuple[dict[Path, tuple[int, int]], ModuleType | None] = {}, None
"""The files of which the package was last imported for a notebook, and the package."""

UNFIT = (Conflict, KitOnly, SyntaxError, LookupError)
"""The errors when an answer cannot be put into a module."""


class NotSaved(Exception):
    """A right answer that cannot be put into the package.

    Attributes:
        reason: a key of the text catalogue.
        values: what its text needs.
    """

    def __init__(self, reason: str, /, **values: str) -> None:
        super().__init__(reason, values)
        self.reason, self.values = reason, values


class Broken(Exception):
    """The package cannot be imported.

    Attributes:
        file: where in the package that shows, "wire/frames.py".
        message: what Python says.
    """

    def __init__(self, file: str, message: str) -> None:
        super().__init__(file, message)
        self.file, self.message = file, message


def file_of(exercise: Exercise) -> str:
    """The file of the package in which this function stands, "wire/frames.py"."""
    return exercise.module.partition(".")[2].replace(".", "/") + ".py"


def module_of(file: str) -> str:
    """The reference module behind a file of the package."""
    return f"{KIT}.{file.removesuffix('.py').replace('/', '.')}"


def save(exercise: Exercise, answer: Solved) -> None:
    """Put a right answer into the package. If that fails nothing has changed.

    Raises:
        NotSaved: why not.
    """
    with _opened() as package:
        package.save(exercise, answer)


def use() -> ModuleType:
    """The learner's package, imported afresh where a file has changed; without answers, the reference.

    Raises:
        Broken: it cannot be imported.
        NotSaved: it cannot be written.
    """
    global _in_use
    with _opened() as package:
        files, module = _in_use
        if module is None or sys.modules.get(NAME) is not module or files != package.files():
            try:
                package.write()
            except UNFIT as error:
                raise Broken("__init__.py", f"{type(error).__name__}: {error}") from error
            module = package.load()
            _in_use = package.files(), module
        return module


def reference_package() -> ModuleType:
    """The kit's own, with the same parts as the learner's package."""
    for part in _parts():
        importlib.import_module(f"{KIT}.{part}")
    return importlib.import_module(KIT)


def mend() -> list[tuple[str, dict[str, str]]]:
    """Make the package whole again; what was broken is kept beside it.

    Returns:
        What was done, each a key of the text catalogue and its values.

    Raises:
        NotSaved: it cannot be written.
    """
    with _opened() as package:
        return list(package.mend())


def forget(exercises: list[Exercise]) -> list[Solved]:
    """Take these answers out of the package, whose functions are the reference's again.

    A file that was edited by hand keeps them.

    Raises:
        NotSaved: it cannot be written.
    """
    with _opened() as package:
        taken = [
            package.records.solved.pop(item.id) for item in exercises if item.id in package.records.solved
        ]
        package.write()
        return taken


@contextmanager
def _opened() -> Iterator[_Package]:
    """The package in the learner's folder, as `writing` opens it."""
    with writing() as place:
        yield _Package(place)


@contextmanager
def writing() -> Iterator[Path]:
    """The learner's folder; while it lasts, no other notebook writes there.

    Raises:
        NotSaved: another notebook does, or the folder cannot be written.
    """
    place = folder.folder()
    try:
        with folder.locked(place):
            yield place
    except folder.Busy:
        raise NotSaved("busy") from None
    except OSError as error:
        raise NotSaved("not_writable", folder=place.name, reason=error.strerror or str(error)) from None


class _Package:
    """The package in one folder, while that is locked."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.root = place / NAME
        self.records = records.load(place)

    # --- what each file should be

    def file_names(self) -> list[str]:
        own = ["__init__.py", "__main__.py", f"{ANSWER_KEY}/__init__.py"]
        return [*own, *_reference_files(), *self.key_files()]

    def key_files(self) -> dict[str, Exercise]:
        """The exercises that are not solved, by their file in the answer key."""
        return {_key_file(exercise): exercise for exercise in self.unwritten()}

    def unwritten(self) -> list[Exercise]:
        """The exercises that are not solved, and whose function no other exercise has solved."""
        everything = [item for item in table.all_exercises() if file_of(item) in _reference_files()]
        theirs = {item.target for item in everything if item.id in self.records.solved}
        return [item for item in everything if item.target not in theirs and _key(item)]

    def fresh_text(self, file: str) -> str:
        """The file as the reference and the saved answers make it."""
        if file == "__init__.py":
            return _front()
        if file == "__main__.py":
            return _program()
        if file == f"{ANSWER_KEY}/__init__.py":
            return _source(answer_key.__name__)
        if file.endswith(KEY_SUFFIX):
            return _key(self.key_files()[file]) or ""
        source = _reference_files()[file]
        for exercise in self.unwritten():
            if file_of(exercise) == file:
                source = hide(source, exercise)
        return compose(source, _answers(self.records, module_of(file)))

    def files(self) -> dict[Path, tuple[int, int]]:
        """When each file of the package was last written, and how long it is; the records with them."""
        found = [self.place / records.FILE, *self.root.rglob("*.py"), *self.root.rglob(f"*{KEY_SUFFIX}")]
        stats = {path: path.stat() for path in found if path.exists()}
        return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in stats.items()}

    def is_edited(self, file: str) -> bool:
        """Whether the file was changed by hand since it was written; False for files of the answer key."""
        path = self.root / file
        return (
            not file.startswith(f"{ANSWER_KEY}/")
            and path.exists()
            and _hash(_read(path)) != self.records.written.get(file)
        )

    # --- writing

    def write(self) -> None:
        """Write every file that is missing or older than the course; leave those edited by hand."""
        for file in self.file_names():
            if not self.is_edited(file):
                self._write(file, self.fresh_text(file))
        self._drop_keys()
        self._write_about()

    def _drop_keys(self) -> None:
        """Remove the functions that are written from the answer key."""
        wanted = self.key_files()
        for file in [
            name for name in self.records.written if name.endswith(KEY_SUFFIX) and name not in wanted
        ]:
            del self.records.written[file]
            (self.root / file).unlink(missing_ok=True)

    def save(self, exercise: Exercise, answer: Solved) -> None:
        file, earlier = file_of(exercise), self.records.solved.get(exercise.id)
        with self._undone_on_failure(file):
            self.records.solved[exercise.id] = answer
            self.write()
            if self.is_edited(file):
                self._put_into_edited(file, exercise, answer, earlier)
            self.try_import(file)

    def _put_into_edited(self, file: str, exercise: Exercise, answer: Solved, earlier: Solved | None) -> None:
        path = self.root / file
        text = take_out(_read(path), earlier.carried if earlier else ())
        _write_file(path, put_in(text, exercise, answer))

    @contextmanager
    def _undone_on_failure(self, file: str) -> Iterator[None]:
        """Puts the file and the records back if the answer does not fit in."""
        path = self.root / file
        before = _read(path) if path.exists() else None
        kept = Records(dict(self.records.solved), dict(self.records.written), self.records.lost)
        try:
            yield
        except (*UNFIT, Broken) as error:
            self.records = kept
            if before is not None:
                _write_file(path, before)
            self._write_about()
            raise _not_saved(error, f"{NAME}/{file}") from None

    def _write(self, file: str, text: str) -> None:
        self.records.written[file] = _hash(text)
        path = self.root / file
        if not path.exists() or _read(path) != text:
            _write_file(path, text)

    def _write_about(self) -> None:
        folder.replace_file(self.root / "README.md", readme.text(self.records))
        records.save(self.place, self.records)

    # --- trying and mending

    def load(self) -> ModuleType:
        """The package, imported afresh.

        Raises:
            Broken: it cannot be imported.
        """
        if str(self.place) not in sys.path:
            sys.path.insert(0, str(self.place))
        _forget(NAME)
        try:
            with self._shared():
                return importlib.import_module(NAME)
        except Exception as error:
            _forget(NAME)
            raise self._broken(error) from error

    @contextmanager
    def _shared(self) -> Iterator[None]:
        """Takes the shared modules from the kit while the package is imported, but those edited by hand."""
        written = {file_of(exercise) for exercise in table.all_exercises()}
        shared = {
            f"{NAME}.{file.removesuffix('.py').replace('/', '.')}": importlib.import_module(module_of(file))
            for file in SHARED
            if file not in written and not self.is_edited(file)
        }
        sys.modules.update(shared)
        yield
        for name, module in shared.items():
            parent, _, own = name.rpartition(".")
            setattr(sys.modules[parent], own, module)  # an import of what is there already does not

    def try_import(self, file: str) -> None:
        """Import one module under another name, to find out whether it can be imported.

        Raises:
            Broken: it cannot.
        """
        _forget(ON_TRIAL)
        *parents, name = file.removesuffix(".py").split("/")
        for depth in range(len(parents) + 1):
            package = ".".join([ON_TRIAL, *parents[:depth]])
            sys.modules[package] = ModuleType(package)
            sys.modules[package].__path__ = [str(self.root.joinpath(*parents[:depth]))]
        try:
            importlib.import_module(".".join([ON_TRIAL, *parents, name]))
        except Exception as error:
            raise self._broken(error) from error
        finally:
            _forget(ON_TRIAL)

    def _broken(self, error: Exception) -> Broken:
        return Broken(self._file_at_fault(error), f"{type(error).__name__}: {error}")

    def _file_at_fault(self, error: BaseException) -> str:
        """The file of the package that the error comes from."""
        names = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
        if isinstance(error, SyntaxError):
            names.append(error.filename or "")
        inside = [Path(name) for name in names if name.startswith(str(self.root))]
        return inside[-1].relative_to(self.root).as_posix() if inside else "__init__.py"

    def mend(self) -> Iterator[tuple[str, dict[str, str]]]:
        yield from self._drop_unfit()
        self.write()
        if self.records.lost:
            kept = self.records.lost.name
            yield "mended.lost", {"file": records.FILE, "kept": kept}
        for _ in self.file_names():
            try:
                self.load()
                return
            except Broken as broken:
                yield from self._mend_file(broken.file)
        self.load()

    def _mend_file(self, file: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Set a broken file aside; if it was made of saved answers, they are what breaks it."""
        if not self.is_edited(file):
            yield from self._drop_answers(module_of(file))
        kept = folder.set_aside(self.root / file)
        self.write()
        yield "mended.file", {"file": f"{NAME}/{file}", "kept": kept.name}

    def _drop_answers(self, module: str) -> Iterator[tuple[str, dict[str, str]]]:
        for exercise, _ in _answers(self.records, module):
            yield self._drop(exercise)

    def _drop_unfit(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Drop the answers that no longer fit their module, as after an update of the course."""
        for exercise in table.in_python():
            if exercise.id in self.records.solved:
                try:
                    self.fresh_text(file_of(exercise))
                except UNFIT:
                    yield self._drop(exercise)

    def _drop(self, exercise: Exercise) -> tuple[str, dict[str, str]]:
        del self.records.solved[exercise.id]
        return "mended.dropped", {"name": exercise.name}


def _answers(solved: Records, module: str) -> list[tuple[Exercise, Solved]]:
    """The saved answers that belong to one module, in the order of the course."""
    found = [(exercise, solved.solved.get(exercise.id)) for exercise in table.all_exercises()]
    return [(exercise, answer) for exercise, answer in found if answer and exercise.module == module]


def _key_file(exercise: Exercise) -> str:
    """The file of a function in the answer key, "answer_key/wire/frames/encode_length.txt"."""
    return f"{ANSWER_KEY}/{file_of(exercise).removesuffix('.py')}/{exercise.path}{KEY_SUFFIX}"


def _key(exercise: Exercise) -> str | None:
    """The function as the answer key holds it; None if it works in its class only."""
    return _hidden(_reference_files()[file_of(exercise)], exercise.path)


@cache
def _hidden(source: str, path: str) -> str | None:
    text = hidden(source, path)
    return text if can_be_hidden(text) else None


@cache
def _reference_files() -> dict[str, str]:
    """The source of every module of the reference, by the file of the package it becomes."""
    return {file: relative(source, module_of(file)) for part in _parts() for file, source in _sources(part)}


def _parts() -> list[str]:
    """The parts of the kit that are there."""
    found = {part: importlib.util.find_spec(f"{KIT}.{part}") for part in PARTS}
    return [part for part, spec in found.items() if spec and spec.origin]


def _sources(part: str) -> Iterator[tuple[str, str]]:
    """Every module of a part, as deep as its folders go."""
    package = importlib.import_module(f"{KIT}.{part}")
    yield f"{part}/__init__.py", _source(package.__name__)
    for item in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        path = item.name.removeprefix(f"{KIT}.").replace(".", "/")
        yield f"{path}/__init__.py" if item.ispkg else f"{path}.py", _source(item.name)


def _source(module: str) -> str:
    spec = importlib.util.find_spec(module)
    assert spec and spec.loader
    return spec.loader.get_source(module)  # type: ignore[attr-defined,no-any-return]


def _front() -> str:
    about = '"""What you build in Frame by Frame. README.md says which functions are yours."""'
    libraries = [part for part in _parts() if importlib.util.find_spec(f"{KIT}.{part}.__main__") is None]
    return f'{about}\n\n__version__ = "{VERSION}"\n\nfrom . import {", ".join(libraries)}\n'


def _program() -> str:
    """What `python -m my_websocket` runs: the server of the contract."""
    about = '"""`python -m my_websocket` starts the server of the contract; --help lists its options."""'
    return f'{about}\n\nfrom .contract_server.program import main\n\nif __name__ == "__main__":\n    main()\n'


def _not_saved(error: Exception, file: str) -> NotSaved:
    if isinstance(error, Conflict):
        return NotSaved("conflict", name=str(error), file=file)
    if isinstance(error, KitOnly):
        return NotSaved("kit_only", name=error.name, module=error.module)
    if isinstance(error, Broken):
        return NotSaved("broken", file=f"{NAME}/{error.file}", message=error.message)
    return NotSaved("file_broken", file=file)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _write_file(path: Path, text: str) -> None:
    """Replace a file, and remove its compiled form, which could be taken for newer within the same second."""
    folder.replace_file(path, text)
    with suppress(OSError, NotImplementedError):
        Path(importlib.util.cache_from_source(str(path))).unlink()


def _forget(name: str) -> None:
    """Make the next import read the files again."""
    for loaded in [module for module in sys.modules if module == name or module.startswith(f"{name}.")]:
        del sys.modules[loaded]
    importlib.invalidate_caches()
