"""Find a browser for the tests, or install one: `python -m tests.browser_there`."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")


def browser() -> str | None:
    """The path of a Chromium on this machine, or of the one that playwright brought; None if there is none."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        path = p.chromium.executable_path
    return path if os.path.exists(path) else None


def install() -> None:
    """By the system's packages where we may, else by playwright's own download."""
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run([apt, "update", "-qq"], check=False)
        if subprocess.run([apt, "install", "-y", "-qq", "chromium"], check=False).returncode == 0 and browser():
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False)


if __name__ == "__main__":
    if browser() is None:
        install()
    print(f"browser: {browser() or 'none found; the browser tests will be skipped'}")
