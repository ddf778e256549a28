package io.stele.sql;

import io.stele.sdk.view.StateView;
import io.stele.sdk.view.View;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewEngineContext;
import io.stele.sdk.view.ViewEngineProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Keeps views in a SQLite file, `jdbc:sqlite:FILE`, or in PostgreSQL,
/// `jdbc:postgresql://HOST/DATABASE`.
public final class SqlViewEngineProvider implements ViewEngineProvider {

    @Override
    public ViewEngine open(ViewEngineContext context) {
        return open(context, Step.Listener.NONE);
    }

    static ViewEngine open(ViewEngineContext context, Step.Listener steps) {
        List<Supplier<Projection>> projections = new ArrayList<>();
        for (View view : context.views()) {
            projections.add(projection(view));
        }
        for (StateView<?> view : context.stateViews()) {
            projections.add(() -> new StateProjection<>(view));
        }
        Database database = Database.at(context.database());
        Catalogue catalogue = new Catalogue(database.dialect());
        return new SqlViewEngine(
                new Tools(context.store(), database, catalogue, context.options(), steps),
                projections);
    }

    private static Supplier<Projection> projection(View view) {
        if (view instanceof SqlView<?> sql) {
            return () -> new SqlProjection<>(sql);
        }
        throw new IllegalArgumentException(
                "view "
                        + view.name()
                        + " must be a SqlView, but is a "
                        + view.getClass().getName());
    }
}
