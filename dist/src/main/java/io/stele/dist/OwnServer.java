package io.stele.dist;

import io.stele.bench.Scratch;
import io.stele.bench.load.ServerProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A `stele serve` or `stele demo` in a process of its own, with a temporary directory, on a free
/// port. It runs on the same Java with the same options as this process.
///
/// @param files deleted in the end
record OwnServer(ServerProcess process, Scratch files) implements AutoCloseable {

    /// @param command `serve` or `demo`
    static OwnServer start(String command) throws IOException {
        Scratch files = Scratch.make();
        return start(command, files, files.directory().resolve("data"));
    }

    /// As [#start(String)], with a log that is there and stays.
    static OwnServer start(String command, Path data) throws IOException {
        return start(command, Scratch.make(), data);
    }

    private static OwnServer start(String command, Scratch files, Path data) throws IOException {
        try {
            List<String> line = new ArrayList<>();
            line.add(ProcessHandle.current().info().command().orElse("java"));
            line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            line.addAll(List.of("-cp", System.getProperty("java.class.path")));
            line.addAll(List.of(Main.class.getName(), command, "--port", "0"));
            line.addAll(List.of("--data", data.toString()));
            return new OwnServer(
                    ServerProcess.start(line, files.directory().resolve("server.log")), files);
        } catch (IOException e) {
            files.close();
            throw e;
        }
    }

    @Override
    public void close() {
        process.close();
        files.close();
    }
}
