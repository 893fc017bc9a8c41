"""What class every field is of (Minn. Stat. 13.025): the register behind the data inventory and all that goes out."""

from registry.classes.called import called
from registry.classes.register import NOTHING_OF_ANYBODY, Classified, classify, every_model, of_model
from registry.classes.words import SECTIONS, Class, Kept, Section

__all__ = [
    "NOTHING_OF_ANYBODY", "SECTIONS", "Class", "Classified", "Kept", "Section", "called", "classify", "every_model",
    "of_model",
]  # fmt: skip
