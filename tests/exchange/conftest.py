"""The small data set and, where it is beside the repository, the Department's real one."""

from __future__ import annotations

from pathlib import Path

import pytest
from dfe_folder import write_folder

from quarterly.exchange.dfe import DfeRelease, load_dfe

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "lait"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> DfeRelease:
    return load_dfe(write_folder(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="session")
def real() -> DfeRelease:
    pytest.importorskip("pyarrow", reason="reads the real data set's Parquet file")
    if not REAL.is_dir():
        pytest.skip("the Department's data set is not beside the repository (../shared/data/lait)")
    return load_dfe(REAL)
