"""How long names take: `perf/names.py FOLDER` of Documents (`*.doc`, as `extractors.encoding` writes them).

Prints milliseconds of CPU a paper (median, 95th percentile, most), the sentences looked at, and the time of the first.
"""

import statistics
import sys
import time
from pathlib import Path

from extractors.encoding import decode_document
from extractors.ner import names
from extractors.ner.tagging import worthwhile


def main() -> None:
    """Time every Document of the folder, one at a time."""
    if not sys.argv[1:]:
        sys.exit(__doc__)
    documents = [decode_document(path.read_bytes()) for path in sorted(Path(sys.argv[1]).glob("*.doc"))]
    began = time.process_time()
    names(documents[0])
    first = time.process_time() - began
    spent = []
    for document in documents:
        began = time.process_time()
        names(document)
        spent.append(1000 * (time.process_time() - began))
    looked_at = [len(worthwhile(document)) for document in documents]
    print(f"{len(documents)} papers; {statistics.median(looked_at):g} sentences looked at in the median one")
    tail = statistics.quantiles(spent, n=20)[-1]
    print(f"{statistics.median(spent):.1f} ms median, {tail:.1f} ms 95th percentile, {max(spent):.1f} ms most")
    print(f"loading: {first:.2f} s, once a process")


if __name__ == "__main__":
    main()
