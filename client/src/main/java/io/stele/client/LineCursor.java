package io.stele.client;

import io.stele.model.Bytes;
import io.stele.model.EventCursor;
import io.stele.model.RecordedEvent;
import io.stele.model.UnavailableException;
import io.stele.protocol.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A walk over events that stream in as JSON Lines, no faster than they are asked for.
final class LineCursor implements EventCursor {

    private final Lines lines;
    private Optional<Bytes> next = Optional.empty();
    private boolean ended;

    LineCursor(InputStream in) {
        this.lines = new Lines(in);
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty() && !ended) {
            try {
                next = lines.next();
            } catch (IOException e) {
                throw new UnavailableException("the connection broke within an answer", e);
            }
            ended = next.isEmpty();
        }
        return next.isPresent();
    }

    @Override
    public RecordedEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the walk is at its end");
        }
        Bytes line = next.orElseThrow();
        next = Optional.empty();
        return EventJson.read(line);
    }

    @Override
    public void close() {
        ended = true;
        next = Optional.empty();
        try {
            lines.close();
        } catch (IOException e) {
            throw new UnavailableException("the connection broke while it was closed", e);
        }
    }
}
