"""Settings under which the same program computes as on another processor.

Run as a script it prints them, one a line, for a shell: ``NAME=value NAME=value``.
"""

import platform
import sys

from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

_X86 = ("x86_64", "amd64")
_ARM = ("aarch64", "arm64")


def without_vectors():
    """Basic kernels for sums and products, and none of NumPy's vector extensions."""
    machine = platform.machine().lower()
    # OpenBLAS says so and goes on with its own choice where it does not know a name.
    kernel = "Prescott" if machine in _X86 else "ARMV8" if machine in _ARM else None
    present = [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]
    return {
        **({"OPENBLAS_CORETYPE": kernel} if kernel else {}),
        **({"NPY_DISABLE_CPU_FEATURES": ",".join(present)} if present else {}),
    }


def one_thread():
    """No two threads that add up parts of a sum."""
    return {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def other_processors():
    """Each setting by name, where this processor has it; the usual one is not among them."""
    settings = {"without vectors": without_vectors(), "one thread": one_thread()}
    if platform.machine().lower() in _X86:
        settings["Haswell"] = {"OPENBLAS_CORETYPE": "Haswell"}
        if __cpu_features__.get("AVX512F"):
            settings["SkylakeX"] = {"OPENBLAS_CORETYPE": "SkylakeX"}
    return {name: setting for name, setting in settings.items() if setting}


if __name__ == "__main__":
    for _setting in (without_vectors(), one_thread()):
        if _setting:
            print(" ".join(f"{_name}={_value}" for _name, _value in _setting.items()))
        else:
            print("NumPy has no vector extensions to do without here: left out.", file=sys.stderr)
