"""The list of models that the studio may load: assets/models/models.json, with the SHA-256 of each file.

`python3 manifest.py` writes the hashes of all models that are there and keeps their versions;
`python3 manifest.py card-reader=2` gives one model a new version.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

MODELS_FOLDER = Path(__file__).resolve().parents[3] / "assets" / "models"
MODEL_NAMES = ("card-finder", "card-reader", "wheel-reader")


def write_manifest(versions: dict[str, int] | None = None) -> dict[str, dict[str, str | int]]:
    """Hash the models present and write models.json; `versions` overrides what the file says now."""
    path = MODELS_FOLDER / "models.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    entries: dict[str, dict[str, str | int]] = {}
    for name in MODEL_NAMES:
        model = MODELS_FOLDER / f"{name}.onnx"
        if not model.exists():
            continue
        version = (versions or {}).get(name, known.get(name, {}).get("version", 1))
        digest = hashlib.sha256(model.read_bytes()).hexdigest()
        entries[name] = {"file": model.name, "sha256": digest, "version": version}
    path.write_text(json.dumps(entries, indent=2) + "\n")
    return entries


def main() -> None:
    versions = {name: int(version) for name, version in (argument.split("=") for argument in sys.argv[1:])}
    unknown = set(versions) - set(MODEL_NAMES)
    if unknown:
        sys.exit(f"No such model: {', '.join(sorted(unknown))}. The models are {', '.join(MODEL_NAMES)}.")
    for name, entry in write_manifest(versions).items():
        print(f"{name}@{entry['version']} {entry['sha256']}")


if __name__ == "__main__":
    main()
