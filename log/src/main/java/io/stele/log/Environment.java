package io.stele.log;

import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// What a log needs of the world outside it.
///
/// @param disk the files
/// @param ids gives a new log its id
/// @param background runs what need not be waited for: the making of the next segment
public record Environment(Disk disk, Supplier<UUID> ids, Executor background) {

    /// Real files, random ids, a daemon thread for each piece of work.
    public static Environment real() {
        return new Environment(
                new FileDisk(),
                UUID::randomUUID,
                work -> Thread.ofPlatform().daemon().name("stele-log-background").start(work));
    }
}
