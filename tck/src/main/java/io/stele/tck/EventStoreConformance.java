package io.stele.tck;

import io.stele.model.EventStore;
import org.junit.jupiter.api.Nested;

/// What an [EventStore] is. An implementation extends this class, says how it is opened, and runs
/// all of it: there is nothing to switch off, and a store that does nothing fails every test.
///
/// Tests run one after the other, each on a store of its own.
public abstract class EventStoreConformance {

    /// An empty store.
    protected abstract EventStore open() throws Exception;

    /// Closes `store` and opens what it kept again. A store whose contents live only as long as
    /// itself gives `store` back as it is.
    protected abstract EventStore reopen(EventStore store) throws Exception;

    /// Lets go of all that the test used; called after each test.
    protected void cleanUp(EventStore store) throws Exception {
        store.close();
    }

    @Nested
    class Appending extends AppendingContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class Conflicts extends ConflictContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class Retrying extends RetryContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class Conditions extends ConditionContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class ReadingStreams extends ReadStreamContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class ReadingTheLog extends ReadLogContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class Subscribing extends SubscribeContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class Limiting extends LimitContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class Racing extends RaceContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class KeepingSnapshots extends SnapshotContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class DecidingAtRandom extends RandomContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class FollowingTogether extends FollowContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class ReadingWhileOthersWrite extends VisibilityContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }

    @Nested
    class Edges extends EdgeContract {
        @Override
        EventStoreConformance kit() {
            return EventStoreConformance.this;
        }
    }
}
