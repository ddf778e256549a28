package io.stele.e2e.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A file system of its own in a file, whose power can be cut. Closing takes it apart again.
final class LoopDisk implements AutoCloseable {

    private final Path image;
    private final Path mounted;

    private LoopDisk(Path image, Path mounted) {
        this.image = image;
        this.mounted = mounted;
    }

    /// @param kind `ext4` or `xfs`
    /// @param megabytes xfs wants 300 at least
    static LoopDisk make(Path directory, String kind, int megabytes) throws Exception {
        Tools.requireRoot();
        Tools.require("mkfs." + kind, "mount", "umount", "losetup");
        Path image = Files.createTempFile(directory, kind, ".image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) megabytes << 20);
        }
        Tools.run("mkfs." + kind, "-q", kind.equals("ext4") ? "-F" : "-f", image.toString());
        LoopDisk disk = new LoopDisk(image, Files.createTempDirectory(directory, "mounted-"));
        Tools.runOrAbort(
                "needs loop mounts",
                "mount",
                "-o",
                "loop",
                image.toString(),
                disk.mounted.toString());
        return disk;
    }

    Path directory() {
        return mounted;
    }

    /// The power goes and comes back: what was not synced is lost.
    ///
    /// The process is frozen first. A sync that races with the shutdown may return as if it had
    /// worked, and its answer would go out, which with the power really gone it could not.
    void cutPower(VictimProcess process) throws Exception {
        long pid = process.victim().pid();
        Tools.run("kill", "-STOP", "" + pid);
        while (!isFrozen(pid)) {
            Thread.onSpinWait();
        }
        Tools.run("xfs_io", "-x", "-c", "shutdown", mounted.toString());
        process.kill();
        Tools.run("umount", mounted.toString());
        Tools.run("mount", "-o", "loop", image.toString(), mounted.toString());
    }

    private static boolean isFrozen(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            List<Path> all = threads.toList();
            for (Path thread : all) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        }
    }

    /// Unmounting gives the loop device back too. What refuses is taken out of the way at least,
    /// and goes with its last user.
    @Override
    public void close() throws IOException {
        try {
            unmount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unmounting " + mounted, e);
        } finally {
            Files.delete(image);
        }
    }

    private void unmount() throws IOException, InterruptedException {
        try {
            Tools.run("umount", mounted.toString());
        } catch (IOException busy) {
            Tools.run("umount", "--lazy", mounted.toString());
        }
    }
}
