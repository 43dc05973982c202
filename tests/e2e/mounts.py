"""Disks that are full or may not be written, for one test: in a mount namespace that goes with its last process."""

import pathlib
import subprocess

# As root, or as an ordinary user where the machine allows namespaces to them.
UNSHARE = (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"])


class Mounts:
    """`options` as of a tmpfs ("size=1m", "size=8m,ro") mounted over `folder`, for what runs after `prefix`."""

    def __init__(self, folder, options):
        for unshare in UNSHARE:
            self.holder = subprocess.Popen(
                [*unshare, "sh", "-c", 'mount -t tmpfs -o "$1" none "$2" && echo ready && read wait', "sh", options, str(folder)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            if self.holder.stdout.readline() == "ready\n":
                break
            self.close()
        else:
            raise PermissionError("no right to mount")
        user = ["--user", "--preserve-credentials"] if "--user" in unshare else []
        self.prefix = ["nsenter", *user, "--mount", f"--target={self.holder.pid}",
                       "sh", "-c", 'cd "$0" && exec "$@"', str(folder)]
        self.root = pathlib.Path(f"/proc/{self.holder.pid}/root")

    def inside(self, path):
        """The file as this process can open it."""
        return self.root / str(path).lstrip("/")

    def remount(self, folder, options):
        subprocess.run([*self.prefix, "mount", "-o", f"remount,{options}", str(folder)], check=True)

    def close(self):
        self.holder.stdin.close()
        self.holder.stdout.close()
        self.holder.wait()
