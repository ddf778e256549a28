package io.stele.groups.host;

import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.Outcome;
import java.util.concurrent.CompletableFuture;

/// A place in a group that this process runs.
final class LocalMembership implements Membership {

    private final GroupHost host;
    private final String member;
    private final MemberListener listener;

    LocalMembership(GroupHost host, String member, MemberListener listener) {
        this.host = host;
        this.member = member;
        this.listener = listener;
    }

    @Override
    public void credit(int events) {
        if (events < 0) {
            throw new IllegalArgumentException("credit must be 0 or more: " + events);
        }
        var unused = host.credit(member, listener, events);
    }

    @Override
    public CompletableFuture<Boolean> finish(long delivery, Outcome outcome) {
        return host.finish(member, listener, delivery, outcome);
    }

    @Override
    public void close() {
        var unused = host.leave(member, listener);
    }
}
