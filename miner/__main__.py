"""`python -m miner` is `paperscale`."""

from miner.cli import main

if __name__ == "__main__":
    main(prog_name="paperscale")
