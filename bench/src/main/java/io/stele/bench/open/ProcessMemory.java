package io.stele.bench.open;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the system says this process has in memory, in MiB.
///
/// @param rss all that is resident
/// @param anon of that: the process' own, the heap above all
/// @param file of that: pages of mapped files, which the system may drop at any time
/// @param peak the most that was ever resident
record ProcessMemory(double rss, double anon, double file, double peak) {

    private static final Path STATUS = Path.of("/proc/self/status");

    /// @throws IOException where there is no such file: on other systems than Linux
    static ProcessMemory read() throws IOException {
        List<String> lines = Files.readAllLines(STATUS);
        return new ProcessMemory(
                mebibytes(lines, "VmRSS:"),
                mebibytes(lines, "RssAnon:"),
                mebibytes(lines, "RssFile:"),
                mebibytes(lines, "VmHWM:"));
    }

    private static double mebibytes(List<String> lines, String name) throws IOException {
        for (String line : lines) {
            if (line.startsWith(name)) {
                String kilobytes = line.substring(name.length()).replace("kB", "").strip();
                return Long.parseLong(kilobytes) / 1024.0;
            }
        }
        throw new IOException(STATUS + " has no " + name);
    }
}
