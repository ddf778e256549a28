package io.stele.grpc;

import io.stele.grpc.v1.Wire;
import io.stele.model.Direction;
import io.stele.model.EventFilter;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Reads and filters as messages. Reading throws as in [EventMessages].
public final class ReadMessages {

    private ReadMessages() {}

    public static Wire.ReadRequest write(ReadStream request) {
        Wire.StreamSource.Builder source =
                Wire.StreamSource.newBuilder().setStream(request.stream().value());
        request.fromInclusive().ifPresent(from -> source.setFrom(from.value()));
        return write(request.direction(), request.limit()).setStream(source).build();
    }

    public static Wire.ReadRequest write(ReadLog request) {
        Wire.LogSource.Builder source =
                Wire.LogSource.newBuilder().setFilter(write(request.filter()));
        request.afterExclusive().ifPresent(after -> source.setAfter(after.value()));
        return write(request.direction(), request.limit()).setLog(source).build();
    }

    private static Wire.ReadRequest.Builder write(Direction direction, long limit) {
        Wire.ReadRequest.Builder message =
                Wire.ReadRequest.newBuilder().setBackward(direction == Direction.BACKWARD);
        if (limit != ReadLog.NO_LIMIT) {
            message.setLimit(limit);
        }
        return message;
    }

    /// @param message whose source is a stream
    public static ReadStream readStream(Wire.ReadRequest message) {
        Wire.StreamSource source = message.getStream();
        return new ReadStream(
                StreamName.of(source.getStream()),
                direction(message),
                source.hasFrom() ? Optional.of(Revision.of(source.getFrom())) : Optional.empty(),
                limit(message));
    }

    /// @param message whose source is the log
    public static ReadLog readLog(Wire.ReadRequest message) {
        Wire.LogSource source = message.getLog();
        return new ReadLog(
                direction(message),
                source.hasAfter() ? Optional.of(Position.of(source.getAfter())) : Optional.empty(),
                read(source.getFilter()),
                limit(message));
    }

    private static Direction direction(Wire.ReadRequest message) {
        return message.getBackward() ? Direction.BACKWARD : Direction.FORWARD;
    }

    private static long limit(Wire.ReadRequest message) {
        return message.hasLimit() ? message.getLimit() : ReadLog.NO_LIMIT;
    }

    public static Wire.EventFilter write(EventFilter filter) {
        Wire.EventFilter.Builder message =
                Wire.EventFilter.newBuilder().setWithoutSystem(!filter.system());
        if (!(filter.query() instanceof Query.All)) {
            message.setQuery(write(filter.query()));
        }
        filter.category().ifPresent(message::setCategory);
        filter.streamPrefix().ifPresent(message::setStreamPrefix);
        return message.build();
    }

    public static EventFilter read(Wire.EventFilter message) {
        return new EventFilter(
                message.hasQuery() ? read(message.getQuery()) : Query.all(),
                message.hasCategory() ? Optional.of(message.getCategory()) : Optional.empty(),
                message.hasStreamPrefix()
                        ? Optional.of(message.getStreamPrefix())
                        : Optional.empty(),
                !message.getWithoutSystem());
    }

    static Wire.Query write(Query query) {
        Wire.Query.Builder message = Wire.Query.newBuilder();
        switch (query) {
            case Query.All all -> message.setAll(true);
            case Query.AnyOf anyOf -> {
                for (QueryItem item : anyOf.items()) {
                    message.addItems(write(item));
                }
            }
        }
        return message.build();
    }

    private static Wire.QueryItem write(QueryItem item) {
        return Wire.QueryItem.newBuilder()
                .addAllTypes(item.types())
                .addAllTags(item.tags().stream().map(Tag::value).toList())
                .build();
    }

    static Query read(Wire.Query message) {
        if (message.getAll()) {
            if (message.getItemsCount() > 0) {
                throw new IllegalArgumentException("a query for all events has no items");
            }
            return Query.all();
        }
        List<QueryItem> items = new ArrayList<>(message.getItemsCount());
        for (Wire.QueryItem item : message.getItemsList()) {
            items.add(
                    new QueryItem(
                            new LinkedHashSet<>(item.getTypesList()),
                            EventMessages.tags(item.getTagsList())));
        }
        return new Query.AnyOf(items);
    }
}
