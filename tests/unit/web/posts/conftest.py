"""The words of `filling_of`, which stand beside the tests of the records."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "records" / "posts"))
