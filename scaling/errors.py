"""What goes wrong for a reason that a person can mend."""


class ScalingError(Exception):
    """A table, a mapping or a study that cannot be analysed; its text is one line that says why."""
