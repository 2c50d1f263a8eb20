"""Who takes part, how each is installed, called and read. ../README.md has the contract."""

import dataclasses
import enum
import json
import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Unavailable(Exception):
    """This machine cannot run the contender; says why."""


@dataclasses.dataclass(frozen=True)
class Place:
    """Where things are: the build tree, and the folder that peers are installed into."""
    build: pathlib.Path
    installed: pathlib.Path
    may_install: bool

    def program(self, name):
        return str(self.build / "bench" / "peers" / name)

    @property
    def tamis(self):
        return str(self.build / "tools" / "tamis")


@dataclasses.dataclass(frozen=True)
class Job:
    """What one run is given. `mode` is raw or folded."""
    data: pathlib.Path
    mode: str
    messages: pathlib.Path
    answers: pathlib.Path

    @property
    def words(self):
        return self.data / self.mode / "words.txt"

    @property
    def contract(self):
        """Arguments of a program that keeps the contract."""
        files = [str(self.words), str(self.messages), str(self.answers)]
        return files + (["--folded"] if self.mode == "folded" else [])


class Answers(enum.Enum):
    """Where a contender's answers are, and of what form."""
    CONTRACT = enum.auto()   # in the file that it was told, as the contract says
    VERDICTS = enum.auto()   # tamis's verdicts, on standard output
    LINES = enum.auto()      # the messages that match, on standard output


@dataclasses.dataclass(frozen=True)
class Contender:
    name: str
    command: Callable[[Place, Job], list[str]]
    version: Callable[[Place], str]
    install: Callable[[Place], None] = lambda place: None
    view: str = "folded"          # how it sees raw words and text, or what comes nearest
    is_checked: bool = True       # else it has semantics of its own: differences are told, but no error
    answers: Answers = Answers.CONTRACT
    most_words: int = 10**9
    sample: int = 10**9           # it is given so many messages at most
    most_runs: int = 10**9
    note: str = ""


def call(*command, cwd=None):
    """Runs an installer or asks for a version. Returns what it printed."""
    try:
        done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        raise Unavailable(f"{command[0]} is not there") from None
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout).strip().splitlines() or [f"exit status {error.returncode}"]
        raise Unavailable(f"{command[0]}: {lines[-1][:100]}") from None
    return done.stdout


def needs(place, path, install):
    """Calls `install` unless `path` is there."""
    if not path.exists():
        if not place.may_install:
            raise Unavailable("not installed")
        install()


def debian_package(package, program):
    def install(place):
        if shutil.which(program) is None:
            if not place.may_install:
                raise Unavailable("not installed")
            call("bash", "-c", f"source {ROOT}/tools/setup.sh && install_packages {package}")
    return install


def debian_version(package):
    return lambda place: call("dpkg-query", "-W", "-f=${Version}", package)


def python(place):
    return place.installed / "python" / "bin" / "python"


def install_python(place):
    def install():
        call("python3", "-m", "venv", place.installed / "python")
        call(python(place), "-m", "pip", "install", "--quiet", "--requirement", HERE / "python" / "requirements.txt")
        stamp.touch()
    stamp = place.installed / "python" / "complete"
    needs(place, stamp, install)


def python_version(package):
    return lambda place: call(python(place), "-c", f"import importlib.metadata as m; print(m.version('{package}'))").strip()


def install_rust(place):
    target = place.installed / "rust"

    def install():
        manifest = shutil.copytree(HERE / "rust", target / "source", dirs_exist_ok=True) / "Cargo.toml"
        call("cargo", "build", "--quiet", "--release", "--manifest-path", manifest, "--target-dir", target)
    needs(place, target / "release" / "daachorse", install)


def rust_version(crate):
    def version(place):
        metadata = call("cargo", "metadata", "--format-version", "1", "--offline", "--manifest-path",
                        place.installed / "rust" / "source" / "Cargo.toml")
        return next(package["version"] for package in json.loads(metadata)["packages"] if package["name"] == crate)
    return version


def install_node(place):
    folder = place.installed / "node"

    def install():
        shutil.copytree(HERE / "node", folder, dirs_exist_ok=True)
        call("npm", "install", "--silent", "--no-package-lock", cwd=folder)
    needs(place, folder / "node_modules", install)


def install_java(place):
    folder = place.installed / "java"

    def install():
        call("mvn", "--quiet", "--batch-mode", "--file", HERE / "java" / "pom.xml", "dependency:copy-dependencies",
             f"-DoutputDirectory={folder}/libraries")
        call("javac", "-cp", f"{folder}/libraries/*", "-d", folder, HERE / "java" / "SensitiveWord.java")
    needs(place, folder / "SensitiveWord.class", install)


def tamis(threads):
    def command(place, job):
        return [place.tamis, "screen", "--quiet", "--rules", str(job.data / "rules"), "--threads", str(threads),
                str(job.messages)]
    return Contender(
        f"tamis, {threads} worker{'s' if threads > 1 else ''}", command, lambda place: call(place.tamis, "--version").split()[1],
        answers=Answers.VERDICTS, note="explains its verdicts: rule, line, span")


def ripgrep(place, job):
    case = ["-i"] if job.mode == "raw" else []
    return ["rg", "-N", "-F", *case, "-f", str(job.words), str(job.messages)]


def in_python(script):
    return lambda place, job: [str(python(place)), str(HERE / "python" / script), *job.contract]


def in_rust(name):
    return lambda place, job: [str(place.installed / "rust" / "release" / name), *job.contract]


def node(place, job):
    return ["node", str(place.installed / "node" / "obscenity.js"), *job.contract]


def java(place, job):
    folder = place.installed / "java"
    return ["java", "-cp", f"{folder}{os.pathsep}{folder}/libraries/*", "SensitiveWord", *job.contract]


CONTENDERS = [
    tamis(1),
    tamis(2),
    Contender(
        "plain pipeline", lambda place, job: [place.program("bench-peer-plain"), *job.contract], debian_version("libhyperscan-dev"),
        view="casefold", note="simdjson's DOM, ICU's Normalizer2, hs_scan a message"),
    Contender(
        "RE2::Set", lambda place, job: [place.program("bench-peer-re2-set"), *job.contract], debian_version("libre2-dev"),
        view="simple-fold"),
    Contender(
        "aho-corasick (Rust)", in_rust("aho-corasick"), rust_version("aho-corasick"), install_rust, view="lower"),
    Contender("daachorse (Rust)", in_rust("daachorse"), rust_version("daachorse"), install_rust, view="lower"),
    Contender(
        "pyahocorasick", in_python("pyahocorasick.py"), python_version("pyahocorasick"), install_python, view="lower",
        sample=100_000),
    Contender(
        "sensitive-word (Java)", java,
        lambda place: next((place.installed / "java" / "libraries").glob("sensitive-word-*.jar")).stem.rpartition("-")[2],
        install_java, is_checked=False, sample=50_000, note="case, width and Chinese style character by character"),
    Contender(
        "obscenity (Node)", node,
        lambda place: json.loads((place.installed / "node/node_modules/obscenity/package.json").read_text())["version"],
        install_node, view="lower", most_words=1000, sample=20_000, note="a regular expression a word"),
    Contender(
        "better-profanity", in_python("better-profanity.py"), python_version("better-profanity"), install_python,
        view="lower", is_checked=False, most_words=1000, sample=200, most_runs=1, note="whole words between separators, with leetspeak"),
    Contender(
        "rspamd multimap", lambda place, job: ["python3", str(HERE / "rspamd" / "rspamd.py"), *job.contract],
        debian_version("rspamd"), debian_package("rspamd", "rspamd"), view="simple-fold", is_checked=False, most_words=10_000, sample=2000, most_runs=1,
        note="a mail a message over HTTP; the server's CPU time"),
    Contender(
        "ripgrep, a bound", ripgrep, debian_version("ripgrep"), debian_package("ripgrep", "rg"), view="simple-fold", is_checked=False,
        answers=Answers.LINES, sample=20_000, most_runs=1, note="no JSON: looks at ids and names too, prints only what matches"),
]
