package io.stele.dist;

import io.stele.model.AppendCondition;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.Tag;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which events must not be in the log for an append to be written.
final class ConditionOptions {

    @Option(
            names = "--fail-if-types",
            split = ",",
            paramLabel = "TYPE",
            description = "Write nothing when there is an event of one of these types.")
    private Set<String> types = new LinkedHashSet<>();

    @Option(
            names = "--fail-if-tags",
            split = ",",
            paramLabel = "KEY:VALUE",
            description = "Write nothing when there is an event with all of these tags.")
    private Set<String> tags = new LinkedHashSet<>();

    @Option(
            names = "--fail-after",
            paramLabel = "POSITION",
            description = "Only events behind this position count for these two.")
    private @Nullable Long after;

    /// Empty when nothing is asked for.
    Optional<AppendCondition> condition() {
        if (types.isEmpty() && tags.isEmpty()) {
            if (after != null) {
                throw CommandException.usage(
                        "--fail-after belongs to --fail-if-types or --fail-if-tags");
            }
            return Optional.empty();
        }
        Set<Tag> all = tags.stream().map(Tag::of).collect(Collectors.toSet());
        return Optional.of(
                new AppendCondition(
                        Query.anyOf(new QueryItem(types, all)),
                        Optional.ofNullable(after).map(Position::of)));
    }
}
