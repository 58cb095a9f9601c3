"""The work folder outside of the repository, and Debian packages unpacked into it (nothing is installed)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def cache_folder(*parts: str) -> Path:
    """A folder of the cache, made when it is missing."""
    root = os.environ.get("TABLECAST_VISION_CACHE") or str(Path.home() / ".cache" / "tablecast" / "vision")
    folder = Path(root, *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def debian_package(name: str) -> Path:
    """The unpacked files of a Debian package, downloaded once."""
    folder = cache_folder("packages") / name
    if folder.exists():
        return folder
    downloads = cache_folder("downloads")
    subprocess.run(["apt-get", "download", "-q", name], cwd=downloads, check=True, stdout=subprocess.DEVNULL)
    package = max(downloads.glob(f"{name}_*.deb"), key=lambda path: path.stat().st_mtime)
    partial = folder.with_suffix(".partial")
    subprocess.run(["dpkg-deb", "-x", str(package), str(partial)], check=True)
    partial.rename(folder)
    return folder
