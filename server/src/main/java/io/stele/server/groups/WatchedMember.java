package io.stele.server.groups;

import io.stele.groups.Delivery;
import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.Outcome;
import io.stele.model.EventFilter;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.UnavailableException;
import io.stele.security.Principal;
import io.stele.security.Right;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// A member on behalf of a principal. It gets nothing that the principal may not read, and ends when
/// the principal may no longer consume what the group reads.
final class WatchedMember implements MemberListener, Membership {

    private final HostedGroups hosted;
    private final HostedGroups.MemberKey key;
    private final Principal principal;
    private final EventFilter filter;
    private final Optional<String> client;
    private final MemberListener listener;
    private final CompletableFuture<Membership> membership = new CompletableFuture<>();
    private final AtomicBoolean over = new AtomicBoolean();

    WatchedMember(
            HostedGroups hosted,
            HostedGroups.MemberKey key,
            Principal principal,
            EventFilter filter,
            Optional<String> client,
            MemberListener listener) {
        this.hosted = hosted;
        this.key = key;
        this.principal = principal;
        this.filter = filter;
        this.client = client;
        this.listener = listener;
    }

    HostedGroups.MemberKey key() {
        return key;
    }

    boolean isOf(Principal other, String otherClient) {
        return client.filter(otherClient::equals).isPresent()
                && principal.name().equals(other.name());
    }

    void joined(Membership place) {
        membership.complete(place);
        hosted.watch(this, client);
        if (over.get()) { // meanwhile
            hosted.forget(this);
        }
    }

    @Override
    public void deliver(Delivery delivery) {
        try {
            if (principal.access().may(Right.READ, delivery.event().stream())) {
                listener.deliver(delivery);
            } else {
                end(forbidden());
            }
        } catch (RejectedException e) {
            end(e);
        }
    }

    /// Whether it may still be a member.
    void check() {
        try {
            if (!principal.access().mayConsumeAll(filter)) {
                end(forbidden());
            }
        } catch (RejectedException e) {
            end(e);
        }
    }

    private RejectedException forbidden() {
        return new RejectedException(
                Reason.FORBIDDEN,
                "%s may no longer consume what group %s reads"
                        .formatted(principal.name(), key.group()));
    }

    void replaced() {
        end(new UnavailableException("the same client has joined again as " + key.member()));
    }

    private void end(RuntimeException why) {
        if (over.compareAndSet(false, true)) {
            hosted.forget(this);
            var _ = membership.thenAccept(Membership::close);
            listener.ended(why);
        }
    }

    @Override
    public void ended(RuntimeException why) {
        if (over.compareAndSet(false, true)) {
            hosted.forget(this);
            listener.ended(why);
        }
    }

    @Override
    public void credit(int events) {
        membership.join().credit(events);
    }

    @Override
    public CompletableFuture<Boolean> finish(long delivery, Outcome outcome) {
        return membership.join().finish(delivery, outcome);
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            hosted.forget(this);
        }
        var _ = membership.thenAccept(Membership::close);
    }
}
