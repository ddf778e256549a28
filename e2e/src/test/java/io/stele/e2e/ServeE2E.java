package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./stele serve`: how it starts and stops.
class ServeE2E {

    @TempDir Path directory;

    @Test
    void itStopsCleanlyAtSigterm() throws Exception {
        try (Stele server = Stele.start(directory, "serve", "--port", "0")) {
            assertThat(server.awaitReady().getHost()).isEqualTo("127.0.0.1");
            server.terminate();
            assertThat(server.waitFor()).isEqualTo(143);
            assertThat(server.err()).contains("stele has stopped");
        }
    }

    @Test
    void otherMachinesAreLetInOnlyWhenAsked() throws Exception {
        try (Stele server = Stele.start(directory, "serve", "--port", "0", "--host", "0.0.0.0")) {
            assertThat(server.waitFor()).isEqualTo(2);
            assertThat(server.err()).contains("--insecure").doesNotContain("\tat ");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            try (Stele server = Stele.start(directory, "serve", "--port", port)) {
                assertThat(server.waitFor()).isEqualTo(1);
                assertThat(server.err()).contains(port).doesNotContain("\tat ");
            }
        }
    }

    @Test
    void oneDirectoryIsForOneProcess() throws Exception {
        try (Stele first = Stele.start(directory, "serve", "--port", "0")) {
            first.awaitReady();
            try (Stele second = Stele.start(directory, "serve", "--port", "0")) {
                assertThat(second.waitFor()).isNotZero();
                assertThat(second.err()).contains("data").doesNotContain("\tat ");
            }
        }
    }
}
