"""Classes that others stand on show nothing by themselves, and say what does."""

from __future__ import annotations


def refuse_base(kind: type, *, is_empty: bool = False) -> None:
    """Refuse to make a panel of a class that leaves to its kinds what is shown.

    Parameters
    ----------
    kind : any
        Class of the panel.
    is_empty : bool
        Whether nothing is shown though no method is missing.

    Raises
    ------
    TypeError
        If it is such a class: the message names the kinds of it that the package offers.
    """
    missing = _missing_methods(kind)
    if not (missing or is_empty):
        return
    if kinds := _offered(kind):
        raise TypeError(
            f"{kind.__name__} is what others stand on and shows nothing by itself. Use one of "
            f"them: {', '.join(kinds)}. Or write a class of your own on it."
        )
    raise TypeError(f"{kind.__name__} lacks the methods {', '.join(missing)}. Write them.")


def _missing_methods(kind: type) -> list[str]:
    declared = {
        name
        for owner in kind.__mro__
        for name, member in vars(owner).items()
        if getattr(member, "__isabstractmethod__", False)
    }
    return sorted(
        name for name in declared if getattr(getattr(kind, name), "__isabstractmethod__", False)
    )


def _offered(base: type) -> list[str]:
    """Find the names of the kinds of a class that people import."""
    import clvwidgets

    found = {name: getattr(clvwidgets, name) for name in dir(clvwidgets)}
    return [
        name
        for name, public in found.items()
        if isinstance(public, type)
        and issubclass(public, base)
        and public is not base
        and not _missing_methods(public)
    ]
