package io.stele.sql;

import io.stele.model.EventStore;
import io.stele.sdk.view.ViewOptions;

/// What all runners of an engine work with.
record Tools(
        EventStore store,
        Database database,
        Catalogue catalogue,
        ViewOptions options,
        Step.Listener steps) {}
