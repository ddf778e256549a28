package io.stele.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Processor time so far, of this process and of a server.
record Cpu(Duration load, Optional<Duration> server) {

    /// @param serverPid empty: there is no server, or it is not known which process it is
    static Cpu now(OptionalLong serverPid) {
        OperatingSystemMXBean self =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Optional<Duration> server =
                serverPid.isPresent()
                        ? ProcessHandle.of(serverPid.getAsLong())
                                .flatMap(process -> process.info().totalCpuDuration())
                        : Optional.empty();
        return new Cpu(Duration.ofNanos(self.getProcessCpuTime()), server);
    }

    LoadResult.Cpu since(Cpu before) {
        return new LoadResult.Cpu(
                load.minus(before.load), server.flatMap(after -> before.server.map(after::minus)));
    }
}
