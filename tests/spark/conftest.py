"""A real Spark on this machine, where there is a Java to run it."""

import os
import shutil

import pytest

REQUIRED = "CLVWIDGETS_REQUIRE_SPARK"
NO_JAVA = (
    "Spark runs on Java 17 or newer, and none is found. Install one (Debian, Ubuntu: apt-get "
    "install default-jre-headless; conda: conda install openjdk), or set JAVA_HOME"
)


@pytest.fixture(scope="session")
def spark():
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        if os.environ.get(REQUIRED):
            pytest.fail(NO_JAVA)
        pytest.skip(NO_JAVA)
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .appName("clvwidgets")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "1")
        # For a few rows, planning and compiling takes longer than running.
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        # The midnight before summer does not exist here, and the days must be right all the same.
        .config("spark.sql.session.timeZone", "America/Sao_Paulo")
        .getOrCreate()
    )
    yield session
    session.stop()
