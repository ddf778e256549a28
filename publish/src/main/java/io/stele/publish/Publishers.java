package io.stele.publish;

import io.stele.model.EventStore;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The publishers of a log that run in this process, one for each name.
public final class Publishers implements AutoCloseable {

    private final SortedMap<String, Publisher> byName = new TreeMap<>();

    private Publishers() {}

    /// @param store stays open; close this before
    /// @throws IllegalArgumentException when two have one name, or one cannot be as it is set up; none
    ///     runs then
    public static Publishers start(EventStore store, Collection<PublisherSettings> settings) {
        Publishers publishers = new Publishers();
        List<Target> targets = settings.stream().map(PublisherSettings::open).toList();
        try {
            int index = 0;
            for (PublisherSettings each : settings) {
                String name = each.name().value();
                if (publishers.byName.containsKey(name)) {
                    throw new IllegalArgumentException("there are two publishers " + name);
                }
                publishers.byName.put(
                        name,
                        Publisher.start(
                                store, each, targets.get(index++), PublisherOptions.DEFAULT));
            }
            return publishers;
        } catch (RuntimeException e) {
            publishers.close();
            throw e;
        }
    }

    /// By name.
    public List<Publisher> all() {
        return List.copyOf(byName.values());
    }

    /// @throws UnknownPublisherException when there is none
    public Publisher get(String name) {
        Publisher publisher = byName.get(name);
        if (publisher == null) {
            throw new UnknownPublisherException(name);
        }
        return publisher;
    }

    /// Ends all of them, after what they are publishing.
    @Override
    public void close() {
        List<Thread> closing =
                byName.values().stream()
                        .map(publisher -> Thread.ofVirtual().start(publisher::close))
                        .toList();
        for (Thread each : closing) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
