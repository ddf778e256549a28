package io.stele.security;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamAppend;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A store as one principal sees it. Whatever is not allowed is refused before the store is asked,
/// so that no refusal tells what there is; events of streams that the principal may not read are
/// left out of what goes over several streams.
///
/// Who may read anything at all learns where the log ends: positions have no gaps, so what is left
/// out shows as a gap. Who may append to a stream learns its revision from the answer.
public final class SecuredEventStore implements EventStore {

    private final EventStore store;
    private final Principal principal;

    private SecuredEventStore(EventStore store, Principal principal) {
        this.store = store;
        this.principal = principal;
    }

    /// The store itself where there is no authentication; then the actor of an append is who the
    /// caller says.
    public static EventStore of(EventStore store, Principal principal) {
        return principal.isLocal() ? store : new SecuredEventStore(store, principal);
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        Access access = principal.access();
        for (StreamAppend part : append.streams()) {
            principal.require(Right.APPEND, part.stream());
        }
        append.condition().ifPresent(condition -> require(access, condition));
        Append byPrincipal =
                append.actor().equals(principal.name()) ? append : append.by(principal.name());
        CompletableFuture<AppendResult> result = store.appendAsync(byPrincipal);
        return access.isAdmin() ? result : result.thenApply(answer -> visible(answer, access));
    }

    /// A condition tells whether anything matches, and shows what does.
    private void require(Access access, AppendCondition condition) {
        if (!access.mayName(condition)) {
            throw Principal.forbidden(
                    """
                    %s may not name this condition: it tells whether any event matches, so it \
                    takes the right to read all streams\
                    """
                            .formatted(principal.name()));
        }
    }

    private static AppendResult visible(AppendResult result, Access access) {
        return switch (result) {
            case Appended appended -> appended;
            case Conflict(AppendResult.Cause cause, List<RecordedEvent> unseen) ->
                    new Conflict(
                            cause,
                            unseen.stream()
                                    .filter(event -> access.may(Right.READ, event.stream()))
                                    .toList());
        };
    }

    /// Only when all of its streams may be read.
    @Override
    public Optional<Appended> findAppend(UUID appendId) {
        Access access = principal.access();
        return store.findAppend(appendId)
                .filter(found ->
                        found.streams().stream()
                                .allMatch(range -> access.may(Right.READ, range.stream())));
    }

    @Override
    public EventCursor read(ReadStream request) {
        principal.require(Right.READ, request.stream());
        return new SecuredCursor(store.read(request), principal, ReadStream.NO_LIMIT);
    }

    @Override
    public EventCursor read(ReadLog request) {
        principal.require(Right.READ);
        Access access = principal.access();
        if (access.mayReadAll(request.filter())) {
            return new SecuredCursor(store.read(request), principal, ReadLog.NO_LIMIT);
        }
        // What is left out does not count.
        EventFilter narrowed = access.narrowed(request.filter());
        EventCursor all = store.read(request.matching(narrowed).limit(ReadLog.NO_LIMIT));
        return new SecuredCursor(all, principal, request.limit());
    }

    @Override
    public Optional<StreamHead> head(StreamName stream) {
        principal.require(Right.READ, stream);
        return store.head(stream);
    }

    @Override
    public Checkpoint head() {
        principal.require(Right.READ);
        return store.head();
    }

    @Override
    public Subscription subscribe(Checkpoint after, EventFilter filter) {
        principal.require(Right.READ);
        return new SecuredSubscription(store.subscribe(after, filter), principal);
    }

    @Override
    public SnapshotStore snapshots() {
        return new SecuredSnapshots(store.snapshots(), principal);
    }

    /// Of no effect: a view owns nothing.
    @Override
    public void close() {}
}
