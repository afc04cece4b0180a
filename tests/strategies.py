"""Values of the model, made up by Hypothesis: every state, every kind, text of any sort."""

from hypothesis import strategies as st

from extractors.model import (
    Absence,
    Bound,
    Box,
    Evidence,
    Findings,
    NotStated,
    Refusal,
    Result,
    Role,
    Stated,
    TrainingRun,
    Unsafe,
)

texts = st.text(max_size=20)
spoken = st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
lengths = st.floats(-1e4, 1e4)
shares = st.floats(0, 1)
numbers = st.floats(allow_nan=False, allow_infinity=False)
maybe_numbers = st.none() | numbers
boxes = st.builds(Box, st.integers(1, 2000), lengths, lengths, lengths, lengths)
pieces = st.lists(st.builds(Evidence, texts, boxes, spoken), min_size=1, max_size=3).map(tuple)
values = texts | st.integers(-(10**15), 10**15) | numbers | st.booleans()
stated = st.builds(Stated, values, texts, pieces, shares, st.sampled_from(Bound), maybe_numbers, maybe_numbers, texts)
fields = stated | st.builds(NotStated, texts) | st.builds(Unsafe, texts, texts, st.just(()) | pieces)
names = st.lists(texts, max_size=2).map(tuple)

RUN = ("model", "phase", "count", "time_hours", "device_hours", "epochs", "steps", "batch_size", "parameters", "flops")
RESULT = ("benchmark", "split", "metric", "model", "own", "ensemble", "parameters", "operations")

runs = st.builds(
    TrainingRun,
    place=texts,
    hardware=stated,
    **dict.fromkeys(RUN, fields),
    count_unit=texts,
    benchmarks=names,
    confidence=shares,
    flags=names,
)
results = st.builds(
    Result,
    place=texts,
    value=stated,
    **dict.fromkeys(RESULT, fields),
    setting=texts,
    table=texts,
    row=names,
    column=names,
    headline=st.booleans(),
    runs=names,
    confidence=shares,
    flags=names,
)
refusals = st.builds(Refusal, texts, texts, st.sampled_from(Role), texts, pieces)
absences = st.lists(st.builds(Absence, texts, texts), max_size=3, unique_by=lambda absence: absence.field)
findings = st.builds(
    Findings,
    st.lists(runs, max_size=2).map(tuple),
    st.lists(results, max_size=2).map(tuple),
    st.lists(refusals, max_size=2).map(tuple),
    absences.map(lambda found: tuple(sorted(found, key=lambda absence: absence.field))),
)
