"""A page picture in the terminal itself, where it can draw one (Kitty's protocol, or Sixel)."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console


def shown_in_terminal(picture: Path) -> bool:
    """Draw a picture into the terminal; False where it draws none, and nothing was printed.

    The library asks the terminal, which answers on the standard input: nobody else may be reading there.
    """
    from textual_image.renderable import Image, SixelImage, TGPImage

    if Image not in (SixelImage, TGPImage):
        return False
    Console().print(Image(picture, width="auto", height="auto"))
    return True
