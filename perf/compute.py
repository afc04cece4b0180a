"""How long the extraction of training compute takes on one core, a read Document at a time.

Usage: python perf/compute.py DOCUMENTS (a folder of encoded Documents: `extractors.encoding.encode_document`)
   or: python perf/compute.py --read PDFS (reads them first; reading is not timed)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from extractors.compute import extract
from extractors.encoding import decode_document
from extractors.model import Document, PaperInfo

LIMIT_MS = 60.0
"""What the median paper may take."""


def documents(arguments: list[str]) -> Iterator[Document]:
    """The Documents of a folder, read first where it holds PDFs."""
    folder = Path(arguments[-1])
    if "--read" in arguments:
        from extractors.reading import read

        for path in sorted(folder.glob("*.pdf")):
            yield read(path.read_bytes())
    else:
        for path in sorted(folder.glob("*.doc")):
            yield decode_document(path.read_bytes())


def main() -> None:
    """Print the median and the 95th percentile, and the ratio to the limit."""
    if not sys.argv[1:]:
        sys.exit(__doc__)
    taken = []
    for at, document in enumerate(documents(sys.argv[1:])):
        if at == 0:
            extract(document, PaperInfo("warm"))
        start = time.process_time()
        extract(document, PaperInfo(str(at)))
        taken.append(1000 * (time.process_time() - start))
    if len(taken) < 2:
        sys.exit("no Documents there: give a folder of them, or --read and a folder of PDFs")
    middle = median(taken)
    print(f"{len(taken)} papers: median {middle:.1f} ms, 95 % within {quantiles(taken, n=20)[-1]:.1f} ms")
    print(f"median / limit of {LIMIT_MS:g} ms: {middle / LIMIT_MS:.2f}")


if __name__ == "__main__":
    main()
