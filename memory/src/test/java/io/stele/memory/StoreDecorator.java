package io.stele.memory;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ForwardingEventStore;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// A store like the one behind it, but for what a subclass changes.
class StoreDecorator extends ForwardingEventStore {

    StoreDecorator(EventStore store) {
        super(store);
    }

    /// The append as it is passed on.
    Append given(Append append) {
        return append;
    }

    /// The answer as it is passed back.
    AppendResult answer(AppendResult result) {
        return result;
    }

    /// What a read shows.
    List<RecordedEvent> shown(List<RecordedEvent> events) {
        return events;
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        return store.appendAsync(given(append)).thenApply(this::answer);
    }

    @Override
    public EventCursor read(ReadStream request) {
        return new ListCursor(shown(store.read(request).toList()));
    }

    @Override
    public EventCursor read(ReadLog request) {
        return new ListCursor(shown(store.read(request).toList()));
    }

    /// Answers what `change` makes of each answer.
    static UnaryOperator<EventStore> answering(UnaryOperator<AppendResult> change) {
        return store ->
                new StoreDecorator(store) {
                    @Override
                    AppendResult answer(AppendResult result) {
                        return change.apply(result);
                    }
                };
    }

    /// Passes on what `change` makes of each append.
    static UnaryOperator<EventStore> appending(UnaryOperator<Append> change) {
        return store ->
                new StoreDecorator(store) {
                    @Override
                    Append given(Append append) {
                        return change.apply(append);
                    }
                };
    }

    /// Shows what `change` makes of each event.
    static UnaryOperator<EventStore> showing(UnaryOperator<RecordedEvent> change) {
        return store ->
                new StoreDecorator(store) {
                    @Override
                    AppendResult answer(AppendResult result) {
                        return result instanceof Conflict conflict
                                ? new Conflict(conflict.cause(), shown(conflict.unseen()))
                                : result;
                    }

                    @Override
                    List<RecordedEvent> shown(List<RecordedEvent> events) {
                        return events.stream().map(change).toList();
                    }
                };
    }

    /// Reads the log as `change` asks.
    static UnaryOperator<EventStore> readingLog(UnaryOperator<ReadLog> change) {
        return store ->
                new StoreDecorator(store) {
                    @Override
                    public EventCursor read(ReadLog request) {
                        return super.read(change.apply(request));
                    }
                };
    }

    /// Reads streams as `change` asks.
    static UnaryOperator<EventStore> readingStreams(UnaryOperator<ReadStream> change) {
        return store ->
                new StoreDecorator(store) {
                    @Override
                    public EventCursor read(ReadStream request) {
                        return super.read(change.apply(request));
                    }
                };
    }
}
