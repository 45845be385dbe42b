"""A small local Spark."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


ON_LOOPBACK = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost"}
"""Variables with which Spark starts also where the name of the machine leads nowhere."""


@contextmanager
def spark_session(*, ansi: bool = True, cores: int = 1) -> Iterator[SparkSession]:
    """Start a session that uses so many cores and the loopback; it ends with the block."""
    from pyspark.sql import SparkSession

    os.environ |= ON_LOOPBACK
    with tempfile.TemporaryDirectory() as folder:
        session = (
            SparkSession.builder.master(f"local[{cores}]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", str(cores))
            .config("spark.sql.ansi.enabled", str(ansi).lower())
            .config("spark.sql.warehouse.dir", folder)
            .config("spark.local.dir", folder)
            .config("spark.log.level", "ERROR")
            # What runs for a moment is not worth the time that it takes to compile it well.
            .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")
            .getOrCreate()
        )
        try:
            yield session
        finally:
            session.stop()
