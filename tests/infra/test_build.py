"""What `sam build` puts into the packages."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="the packages are built with make")


def make(folder: str, target: str, artifacts: Path) -> list[str]:
    """The files that a makefile's target builds."""
    command = ["make", "--silent", "-C", str(ROOT / folder), target, f"ARTIFACTS_DIR={artifacts}"]
    subprocess.run(command, check=True)
    return sorted(str(path.relative_to(artifacts)) for path in artifacts.rglob("*") if path.is_file())


def requirements(lock: Path) -> dict[str, str]:
    """The names and versions in a lock file."""
    lines = [line.removesuffix(" \\") for line in lock.read_text().splitlines() if line[:1].isalpha()]
    return {found.name: str(found.specifier) for found in map(Requirement, lines)}


def test_the_layer_and_the_wheel_hold_the_same_files(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder  # noqa: PLC0415  # loads slowly

    (tmp_path / "layer").mkdir()
    layer = make("shared", "package", tmp_path / "layer")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = zipfile.ZipFile(wheel).namelist()
    assert [name.removeprefix("python/") for name in layer] == sorted(
        name for name in names if name.startswith("broadsheet/")
    )
    assert "python/broadsheet/site/theme/templates/base.html" in layer


@pytest.mark.parametrize(
    "function",
    [
        "AnnounceFunction",
        "ForgetFunction",
        "PublishFunction",
        "RefreshFunction",
        "ReleaseFunction",
        "SweepFunction",
        "VerifyFunction",
    ],
)
def test_a_functions_package_holds_the_handlers_and_nothing_else(tmp_path: Path, function: str) -> None:
    assert make("functions", f"build-{function}", tmp_path) == sorted(
        path.name for path in (ROOT / "functions").glob("*.py")
    )


def test_the_layer_has_the_versions_that_are_tested() -> None:
    tested, deployed = requirements(ROOT / "requirements.lock"), requirements(ROOT / "shared" / "requirements.lock")
    assert deployed
    assert deployed.items() <= tested.items()


def test_the_layer_leaves_awss_sdk_to_the_runtime() -> None:
    assert not {"boto3", "botocore", "s3transfer"} & set(requirements(ROOT / "shared" / "requirements.lock"))


def test_the_layers_lock_has_hashes_and_no_addresses() -> None:
    text = (ROOT / "shared" / "requirements.lock").read_text()
    assert text.count("--hash=sha256:") >= len(requirements(ROOT / "shared" / "requirements.lock"))
    assert "http" not in text
