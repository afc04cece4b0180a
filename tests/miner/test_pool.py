"""Workers: a paper that overruns, dies or raises costs itself alone, and answers come in the order of the questions."""

import pytest

from extractors.model import Failure
from miner.pool import Question, WorkerLimits, Workers
from tests.miner.hungry import die, echo, fill, look_for_nothing, sleep, spin, stumble

LIMITS = WorkerLimits(cpu_seconds=1, megabytes=256, wall_seconds=300)
FAULTS = {
    spin: ("more than 1 s of computing time", True),
    fill: ("more than 256 MB of memory", True),
    die: ("its worker process died (SIGKILL)", True),
    look_for_nothing: ("the file cannot be read: No such file or directory", True),
    stumble: ("a fault of paperscale, please report it: ValueError: a bug", False),
}


@pytest.fixture(scope="module")
def answers() -> list[object]:
    questions = [
        question
        for number, function in enumerate(FAULTS)
        for question in (Question(echo, (number,)), Question(function, (), "extract"))
    ]
    with Workers[object](3, LIMITS) as workers:
        return list(workers.ask(iter(questions)))


def test_every_question_has_its_answer_in_order_whatever_the_others_do(answers: list[object]) -> None:
    """Well-behaved papers between the bad ones are undisturbed."""
    assert answers[::2] == list(range(len(FAULTS)))


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=[function.__name__ for function in FAULTS])
def test_a_worker_that_fails_says_why_and_whether_to_try_again(answers: list[object], number: int) -> None:
    """Overruns and deaths may go better another time; a bug does not."""
    reason, retry = list(FAULTS.values())[number]
    failure = answers[2 * number + 1]
    assert isinstance(failure, Failure)
    assert reason in failure.reason
    assert (failure.stage, failure.retry) == ("extract", retry)


def test_a_worker_that_only_waits_is_ended_by_the_clock_on_the_wall() -> None:
    """And the next question is answered."""
    with Workers[object](1, WorkerLimits(wall_seconds=1)) as workers:
        waited, answered = workers.ask([Question(sleep, ()), Question(echo, (1,))])
    assert waited == Failure("read", "it took more than 1 s", retry=True)
    assert answered == 1
