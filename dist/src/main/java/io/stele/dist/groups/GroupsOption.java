package io.stele.dist.groups;

import io.stele.dist.CommandException;
import io.stele.dist.StoreOption;
import io.stele.groups.ConsumerGroups;
import io.stele.groups.GroupMovedException;
import io.stele.groups.MemberExistsException;
import io.stele.groups.UnknownGroupException;
import io.stele.model.EventStore;
import java.util.NoSuchElementException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Whose groups a command is about. A server runs those of its store; those of `embedded:DIR` run here
/// for as long as the command takes.
final class GroupsOption {

    @Mixin private StoreOption store = new StoreOption();

    @Option(names = "--json", description = "Print the result as JSON, one object per line.")
    private boolean json;

    boolean json() {
        return json;
    }

    /// What is done with the groups of a store.
    interface Work {
        void with(ConsumerGroups groups, EventStore store) throws InterruptedException;
    }

    /// @throws CommandException when the groups are not as the command says
    void with(Work work) throws InterruptedException {
        try (EventStore opened = store.openExisting();
                ConsumerGroups groups = ConsumerGroups.of(opened)) {
            work.with(groups, opened);
        } catch (UnknownGroupException
                | MemberExistsException
                | GroupMovedException
                | NoSuchElementException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()));
        }
    }
}
