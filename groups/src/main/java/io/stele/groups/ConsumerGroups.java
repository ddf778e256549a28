package io.stele.groups;

import io.stele.groups.host.SharedGroups;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.util.NoSuchElementException;
import java.util.SortedSet;

/// The consumer groups of a store. Each event that passes a group's filter goes to one of its
/// members, at least once; the events of one stream go to one member at a time and in order, those
/// of different streams at the same time. [GroupConsumer] and [GroupReader] are easier to work with.
///
/// For any number of threads; calls block while the store works, and fail with a [StoreException]
/// when it cannot.
public interface ConsumerGroups extends AutoCloseable {

    /// The groups of a store. A remote store's server runs them; those of another store run in this
    /// process, which has to be the only one, and are the same for all who ask for them here.
    ///
    /// @param store stays open when the groups are closed; close those before
    static ConsumerGroups of(EventStore store) {
        return store instanceof GroupStore remote
                ? remote.groups()
                : SharedGroups.of(store).by(Append.ANONYMOUS);
    }

    /// Makes a group that reads from `start` on: [Checkpoint#START] for all there is,
    /// [EventStore#head()] for what is still to come.
    ///
    /// @return false when there is one of that name already, which stays as it is
    boolean create(GroupName name, GroupOptions options, Checkpoint start);

    /// The groups there are; may be empty.
    SortedSet<GroupName> list();

    /// How a group stands.
    ///
    /// @throws UnknownGroupException when there is no such group
    GroupStatus status(GroupName name);

    /// Begins to work for a group; the member gets events once it says how many it wants
    /// ([Membership#credit]).
    ///
    /// @param member its name, of which the group has one at a time: 1 to 100 characters
    /// @throws UnknownGroupException when there is no such group
    /// @throws MemberExistsException when the group has a member of that name
    Membership join(GroupName name, String member, MemberListener listener);

    /// Tries a parked stream again, from the event that it was parked at.
    ///
    /// @throws UnknownGroupException when there is no such group
    /// @throws NoSuchElementException when the stream is not parked
    void replay(GroupName name, StreamName stream);

    /// Gives up the event that a stream is parked at, and goes on with the one behind it.
    ///
    /// @throws UnknownGroupException when there is no such group
    /// @throws NoSuchElementException when the stream is not parked
    default void skip(GroupName name, StreamName stream) {
        HeldStream parked =
                status(name).parked().stream()
                        .filter(each -> each.stream().equals(stream))
                        .findFirst()
                        .orElseThrow(() -> notParked(name, stream));
        skip(name, stream, parked.next());
    }

    /// Gives up this one event, and goes on with the one behind it.
    ///
    /// @param at the event's revision; so nobody gives up another one than they have seen
    /// @throws UnknownGroupException when there is no such group
    /// @throws NoSuchElementException when the stream is not parked at that event
    void skip(GroupName name, StreamName stream, Revision at);

    /// What to throw for a stream that is not parked.
    static NoSuchElementException notParked(GroupName name, StreamName stream) {
        return new NoSuchElementException(
                "group %s has no parked stream %s".formatted(name, stream));
    }

    /// Lets a group begin anew elsewhere; what it had not finished is forgotten. Its members are told
    /// that it ended, and join again.
    ///
    /// @throws UnknownGroupException when there is no such group
    void reset(GroupName name, Checkpoint start);

    /// Its members are told that it ended.
    ///
    /// @throws UnknownGroupException when there is no such group
    void delete(GroupName name);

    /// Writes down how far each group is that runs here, and tells its members that it ended.
    @Override
    void close();
}
