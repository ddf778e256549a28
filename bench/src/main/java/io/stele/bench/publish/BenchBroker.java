package io.stele.bench.publish;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/// A broker that is there already, as a benchmark uses it. A place is a topic, or a queue.
interface BenchBroker extends AutoCloseable {

    /// The kind of target that it is.
    String kind();

    /// Settings of a target that publishes everything to one place.
    Map<String, String> target(String place);

    /// Sends messages of a plain producer to a place of their own, and waits for the broker to have
    /// all of them.
    ///
    /// @param messages how many, with keys from `0` on
    /// @param keys how many different ones
    void sendBare(String place, long messages, int keys, byte[] data) throws IOException;

    /// Sends one message of a plain producer, and does not wait.
    void sendOne(String place, String id, byte[] data) throws IOException;

    /// Makes a place for [#sendOne].
    void make(String place) throws IOException;

    /// Follows a place that is there, from its end on.
    ///
    /// @param arrived gets the id of each message: that of an event, or what [#sendOne] was given
    AutoCloseable follow(String place, Consumer<String> arrived) throws IOException;

    /// Forgets a place.
    void drop(String place) throws IOException;

    @Override
    void close();
}
