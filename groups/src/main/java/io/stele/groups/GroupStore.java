package io.stele.groups;

/// A store that runs its consumer groups itself, such as a remote one.
public interface GroupStore {

    /// Its groups; the same at each call, closed with the store.
    ConsumerGroups groups();
}
