package io.stele.model;

import java.util.ServiceLoader;
import java.util.TreeSet;

/// Opens stores of one kind; found by [ServiceLoader], so that a service names its store by an
/// address and needs no code for the kind.
public interface EventStoreProvider {

    /// What this provider's addresses begin with, up to and including the first colon, for example
    /// `embedded:`.
    String scheme();

    /// An example for help texts, such as `embedded:DIR`.
    String example();

    /// @throws IllegalArgumentException when the address is malformed
    /// @throws StoreException when the store cannot be opened
    EventStore open(String address);

    /// @throws IllegalArgumentException when no provider knows the address; the message lists the
    ///     known ones
    static EventStoreProvider find(String address) {
        TreeSet<String> examples = new TreeSet<>();
        for (EventStoreProvider provider : ServiceLoader.load(EventStoreProvider.class)) {
            if (address.startsWith(provider.scheme())) {
                return provider;
            }
            examples.add(provider.example());
        }
        throw new IllegalArgumentException(
                "no event store for the address \""
                        + address
                        + "\"; known here: "
                        + (examples.isEmpty() ? "none" : String.join(", ", examples)));
    }
}
