"""Numbers without the digits that hang on the processor.

Processors add in different orders, so the last digits of a sum differ between machines. What is
stored, hashed or compared goes through here first, at a few doors, and is then the same everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

DIGITS: Final = 9
"""What is kept: three digits more than anybody reads, six less than a processor computes."""

# Whole numbers up to here are counts and times, which are exact.
_EXACT = 1e15

# What is computed and smaller has fewer digits than a float holds, and says no more than 0.
_FULL = 2.3e-308

# Rounded many at once between these powers of ten; what is smaller or larger is rare.
_LOWEST, _HIGHEST = -10, 15


def significant(value: float, digits: int = DIGITS) -> float:
    """Round a number to so many significant digits; whole numbers stay as they are.

    Parameters
    ----------
    value : float
    digits : int

    Returns
    -------
    float

    Examples
    --------
    >>> significant(0.1 + 0.2), significant(12345678901.0)
    (0.3, 12345678901.0)
    """
    if value.is_integer() and abs(value) < _EXACT:
        return value
    return float(f"{value:.{digits}g}")


def significant_array(values: NDArray[np.float64], digits: int = DIGITS) -> NDArray[np.float64]:
    """Round the numbers of an array as `significant` does, many at once.

    Parameters
    ----------
    values : array of float
    digits : int

    Returns
    -------
    array of float

    Examples
    --------
    >>> import numpy as np
    >>> significant_array(np.array([0.1 + 0.2, 1e-30 / 3, np.nan])).tolist()
    [0.3, 3.33333333e-31, nan]
    >>> significant_array(np.array([5e-319])).tolist()
    [0.0]
    """
    import numpy as np

    edges = np.array([float(f"1e{power}") for power in range(_LOWEST, _HIGHEST + 1)])
    size = np.abs(values)
    with np.errstate(invalid="ignore", over="ignore"):
        # Compared with a table: a logarithm may differ in its last digit where it matters most.
        exponent = np.searchsorted(edges, size, side="right") - 1 + _LOWEST
        places = digits - 1 - exponent
        # Powers up to 22 are exact, so that the division gives the number nearest to the decimal.
        scale = 10.0 ** np.clip(np.abs(places), 0, 22)
        short = np.where(
            places >= 0, np.rint(values * scale) / scale, np.rint(values / scale) * scale
        )
        whole = (size < _EXACT) & (values == np.rint(values))
    short = np.where(whole, values, short)
    rest = ~whole & ~((size >= edges[0]) & (size < _EXACT) & (places <= 22))
    short[size < _FULL] = 0.0
    rest &= size >= _FULL
    short[rest] = [significant(float(value), digits) for value in values[rest]]
    return np.asarray(short)


def significant_table(table: pd.DataFrame, digits: int = DIGITS) -> pd.DataFrame:
    """Round the columns of a table that hold fractions; the table itself is not changed.

    Parameters
    ----------
    table : pandas.DataFrame
    digits : int

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> import pandas as pd
    >>> significant_table(pd.DataFrame({"share": [0.1 + 0.2], "name": ["x"]})).to_dict("list")
    {'share': [0.3], 'name': ['x']}
    """
    import numpy as np

    rounded = table.copy()
    for place, kind in enumerate(table.dtypes):
        if isinstance(kind, np.dtype) and kind.kind == "f":
            values = table.iloc[:, place].to_numpy(dtype=float)
            rounded.isetitem(place, significant_array(values, digits))
    return rounded


def significant_json(content: Any, digits: int = DIGITS) -> Any:
    """Round every fraction in what JSON can hold.

    Parameters
    ----------
    content : any
        Dict, list, text, number, bool or None, one in the other.
    digits : int

    Returns
    -------
    any
        The copy.

    Examples
    --------
    >>> significant_json({"rows": [{"x": 0.1 + 0.2, "n": 3, "name": "x"}]})
    {'rows': [{'x': 0.3, 'n': 3, 'name': 'x'}]}
    """
    if isinstance(content, float):
        return significant(float(content), digits)
    if isinstance(content, dict):
        return {key: significant_json(part, digits) for key, part in content.items()}
    if isinstance(content, (list, tuple)):
        return [significant_json(part, digits) for part in content]
    return content
