package io.stele.dist.importing;

import io.stele.model.Append;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// How a row becomes an event.
///
/// @param source names the file in the events' ids
/// @param zone of times without an offset
record RowMapping(
        String source,
        Template stream,
        Template type,
        Optional<Template> time,
        Optional<Template> actor,
        List<Template> tags,
        ZoneId zone) {

    /// @throws io.stele.dist.CommandException when a template names a column that is not there
    void checkColumns(List<String> known) {
        stream.checkColumns(known);
        type.checkColumns(known);
        time.ifPresent(template -> template.checkColumns(known));
        actor.ifPresent(template -> template.checkColumns(known));
        tags.forEach(template -> template.checkColumns(known));
    }

    Append append(Row row) throws BadRowException {
        try {
            UUID id = RowIds.event(source, row);
            NewEvent event =
                    new NewEvent(
                            id,
                            type.fillAll("the type", row),
                            EventData.json(row.data()),
                            metadata(row),
                            tags(row));
            StreamName name = StreamName.of(stream.fillAll("the stream", row));
            StreamAppend part = new StreamAppend(name, Expectation.ANY, List.of(event));
            return new Append(RowIds.append(id), actor(row), List.of(part), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new BadRowException(String.valueOf(e.getMessage()));
        }
    }

    private Metadata metadata(Row row) throws BadRowException {
        if (time.isEmpty()) {
            return Metadata.EMPTY;
        }
        String text = time.get().fillAll("the time", row);
        return Metadata.of(Metadata.OCCURRED_AT, Times.normalised(text, zone));
    }

    private String actor(Row row) throws BadRowException {
        return actor.isEmpty() ? Append.ANONYMOUS : actor.get().fill(row).orElse(Append.ANONYMOUS);
    }

    private Set<Tag> tags(Row row) throws BadRowException {
        Set<Tag> filled = new HashSet<>();
        for (Template template : tags) {
            template.fill(row).map(Tag::of).ifPresent(filled::add);
        }
        return filled;
    }
}
