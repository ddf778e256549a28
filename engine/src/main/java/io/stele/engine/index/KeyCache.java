package io.stele.engine.index;

import io.stele.engine.index.AppendKeys.PartKeys;
import io.stele.model.Append;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Makes the keys of appends; keeps those of types and categories, of which there are few. For any
/// number of threads.
final class KeyCache {

    private static final int KEPT_MAX = 4096;

    private final Hashes hashes;
    private final ConcurrentHashMap<String, Key> types = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Key> categories = new ConcurrentHashMap<>();

    KeyCache(Hashes hashes) {
        this.hashes = hashes;
    }

    AppendKeys of(Append append) {
        List<PartKeys> parts = new ArrayList<>(append.streams().size());
        for (StreamAppend part : append.streams()) {
            parts.add(of(part));
        }
        return new AppendKeys(append, hashes.ofAppend(append.appendId()), parts);
    }

    private PartKeys of(StreamAppend part) {
        List<NewEvent> events = part.events();
        Key stream = hashes.key(Key.Kind.STREAM, part.stream().value());
        long[] eventHashes = new long[events.size()];
        Key[][] names = new Key[events.size()][];
        for (int i = 0; i < eventHashes.length; i++) {
            eventHashes[i] = Hashes.ofEvent(stream, events.get(i).id());
            names[i] = names(events.get(i));
        }
        Key category = kept(categories, Key.Kind.CATEGORY, part.stream().category());
        return new PartKeys(stream, category, eventHashes, names);
    }

    private Key[] names(NewEvent event) {
        Key[] names = new Key[1 + event.tags().size()];
        names[0] = kept(types, Key.Kind.TYPE, event.type());
        int i = 1;
        for (Tag tag : event.tags()) {
            names[i++] = hashes.key(Key.Kind.TAG, tag.value());
        }
        return names;
    }

    private Key kept(ConcurrentHashMap<String, Key> keys, Key.Kind kind, String text) {
        Key key = keys.get(text);
        if (key == null) {
            key = hashes.key(kind, text);
            if (keys.size() < KEPT_MAX) {
                keys.put(text, key);
            }
        }
        return key;
    }
}
