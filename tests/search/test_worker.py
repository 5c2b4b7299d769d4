import subprocess
import sys
from pathlib import Path

from jwtlens.keys.secret import Secret
from jwtlens.search import worker
from jwtlens.search.messages import Job, Report, read_job, read_report, write_job, write_report
from jwtlens.search.sources import BUNDLED, Source, wordlist
from jwtlens.search.target import target_of
from tests.search.kit import LIST, UNKNOWN, signed, written


def job(*sources: Source, share: int = 0, shares: int = 1, secret: bytes = UNKNOWN) -> Job:
    return Job(target_of(signed(secret)), sources, ("quuxly",), share, shares)


def reports(one: Job) -> list[Report]:
    found: list[Report] = []
    worker.run(one, found.append)
    return found


def test_a_job_and_a_report_pass_through_a_pipe_unchanged(tmp_path: Path) -> None:
    path = written(tmp_path, b"a")
    one = job(*BUNDLED, Source("file", path + "\udcff"), share=1, shares=2)
    assert read_job(write_job(one)) == one
    for report in (
        Report(),
        Report(1, 2, 3, 4, Secret(b"\x00\xff"), BUNDLED[0], ended=True),
        Report(problem="gone", ended=True),
    ):
        assert read_report(write_report(report)) == report


def test_counts_candidates_and_bytes_up_to_the_end(tmp_path: Path) -> None:
    content = b"\n".join(LIST * 20)
    *_, last = reports(job(wordlist(written(tmp_path, content))))
    assert last == Report(tried=20_000, done=last.done, total=len(content), ended=True)
    assert len(content) - 10 < last.done <= len(content)


def test_the_shares_of_two_processes_are_everything() -> None:
    counts = [reports(job(*BUNDLED, share=share, shares=2))[-1].tried for share in range(2)]
    assert abs(counts[0] - counts[1]) <= 3
    assert sum(counts) == reports(job(*BUNDLED))[-1].tried


def test_ends_with_the_find(tmp_path: Path) -> None:
    (last,) = reports(job(*BUNDLED, wordlist(written(tmp_path, b"a")), secret=b"secret"))
    assert last.ended
    assert last.source == Source("published")
    assert last.found == Secret(b"secret")


def test_ends_when_nobody_listens(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "jwtlens.search.worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(write_job(job(wordlist(written(tmp_path, b"a\n" * 3_000_000)))))
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == 1
        assert process.stderr.read() == b""


def test_a_search_in_a_file_imports_no_list_of_passwords(tmp_path: Path) -> None:
    path = written(tmp_path, b"a\n")
    code = (
        "import sys; from jwtlens.search import worker, messages, sources, target\n"
        f"job = messages.Job(target.Target(256, b'', b''), (sources.wordlist({path!r}),), (), 0, 1)\n"
        "worker.run(job, lambda report: None)\n"
        "print(sorted({'zxcvbn', 'cryptography', 'jwt', 'asyncio', 'textual'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
