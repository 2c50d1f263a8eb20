"""What figures were taken on."""
import os
import pathlib
import platform
import re
import subprocess

PACKAGES = ["libhyperscan-dev", "libre2-dev", "libsimdjson-dev", "libicu-dev", "libconcurrentqueue-dev", "libc6"]


def output_of(*command, cwd=None):
    """Its standard output, stripped; empty where it cannot be run or fails."""
    try:
        return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def cpu_model():
    found = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
    name = found[1] if found else platform.machine()
    return re.sub(r"\((R|TM)\)|\bCPU\b|@.*|\d+-Core|Processor", "", name).strip()


def distribution():
    release = platform.freedesktop_os_release()
    return release.get("PRETTY_NAME", platform.system())


def compiler(build):
    """The one that the tree was configured with."""
    found = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.+)$", (build / "CMakeCache.txt").read_text(), re.M)
    return output_of(found[1], "--version").partition("\n")[0] if found else ""


def commit(root):
    sha = output_of("git", "rev-parse", "--short=12", "HEAD", cwd=root)
    return sha + " with changes" if output_of("git", "status", "--porcelain", cwd=root) else sha


def describe(root, build):
    versions = {name: output_of("dpkg-query", "-W", "-f=${Version}", name) for name in PACKAGES}
    return {
        "cpu": cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "kernel": platform.release(),
        "distribution": distribution(),
        "compiler": compiler(build),
        "packages": {name: version for name, version in versions.items() if version},
        "commit": commit(root),
        "load": os.getloadavg()[0],
    }
