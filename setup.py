"""The build steps that setup.cfg cannot say: the front end and the catalogues come first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from setuptools import Command, setup
from setuptools.command.build import build

sys.path.insert(0, str(Path(__file__).parent))


class BuildAssets(Command):
    """Build the front end and the catalogues into the source tree, where package data is found."""

    user_options: ClassVar[list[tuple[str, str, str]]] = []

    def initialize_options(self) -> None:
        """Nothing can be chosen."""

    def finalize_options(self) -> None:
        """Nothing can be chosen."""

    def run(self) -> None:
        """Build what is out of date."""
        from tools import assets

        assets.build()


class Build(build):
    """The usual build, after the assets."""

    sub_commands: ClassVar = [("build_assets", None), *build.sub_commands]


setup(cmdclass={"build": Build, "build_assets": BuildAssets})
