"""What no module does: run text as a program, unpickle, start a shell, or write a file but in the one safe way."""

import ast
from collections.abc import Iterator
from pathlib import Path

import jwtlens

FOLDER = Path(jwtlens.__file__).parent
WRITER = "keys/save.py"
NO_IMPORTS = frozenset({"pickle", "marshal", "shelve", "dill", "telnetlib", "ftplib"})
NO_CALLS = frozenset({"eval", "exec", "os.system", "os.popen", "write_text", "mkstemp", "NamedTemporaryFile"})
OPENERS = frozenset({"open", "fdopen"})


def breaches(name: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        where = f"{name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = [getattr(node, "module", None) or "", *(one.name for one in node.names)]
            yield from (f"{where} imports {one}" for one in named if one.partition(".")[0] in NO_IMPORTS)
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if {called, ast.unparse(node.func)} & NO_CALLS and name != WRITER:
                yield f"{where} calls {called}"
            if any(one.arg == "shell" for one in node.keywords):
                yield f"{where} may start a shell"
            modes = [one.value for one in (*node.args, *node.keywords) if isinstance(one, ast.Constant | ast.keyword)]
            texts = [one.value if isinstance(one, ast.Constant) else one for one in modes]
            writes = any(isinstance(one, str) and len(one) <= 3 and set("wax+") & set(one) for one in texts)
            if called in OPENERS and writes and name != WRITER:
                yield f"{where} opens a file to write"


def test_no_module_does_what_none_should() -> None:
    found: list[str] = []
    for path in FOLDER.rglob("*.py"):
        name = path.relative_to(FOLDER).as_posix()
        found += breaches(name, ast.parse(path.read_text("utf-8")))
    assert found == []


def test_what_looks_for_breaches_finds_them() -> None:
    wrong = (
        "import pickle\neval('1')\nos.system(x)\nrun(x, shell=True)\nopen(x, 'w')\nopen(x, mode='ab')\np.open('w+')\n"
    )
    assert len([*breaches("x.py", ast.parse(wrong))]) == 7
    right = "open(x, 'rb')\nopen(x)\nos.open(x, flags)\npath.open('rb', buffering=0)\nimport json\n"
    assert [*breaches("x.py", ast.parse(right))] == []
    assert [*breaches(WRITER, ast.parse("os.fdopen(x, 'wb')"))] == []
