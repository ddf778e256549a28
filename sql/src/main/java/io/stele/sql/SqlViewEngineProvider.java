package io.stele.sql;

import io.stele.sdk.view.StateView;
import io.stele.sdk.view.View;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewEngineContext;
import io.stele.sdk.view.ViewEngineProvider;
import java.util.ArrayList;
import java.util.List;

/// Keeps views in a SQLite file: `jdbc:sqlite:FILE`.
public final class SqlViewEngineProvider implements ViewEngineProvider {

    @Override
    public ViewEngine open(ViewEngineContext context) {
        return open(context, Step.Listener.NONE);
    }

    static ViewEngine open(ViewEngineContext context, Step.Listener steps) {
        List<Projection> projections = new ArrayList<>();
        for (View view : context.views()) {
            projections.add(projection(view));
        }
        for (StateView<?> view : context.stateViews()) {
            projections.add(new StateProjection<>(view));
        }
        return new SqlViewEngine(
                context.store(), Database.at(context.database()), projections, steps);
    }

    private static Projection projection(View view) {
        if (view instanceof SqlView<?> sql) {
            return new SqlProjection<>(sql);
        }
        throw new IllegalArgumentException(
                "view "
                        + view.name()
                        + " must be a SqlView, but is a "
                        + view.getClass().getName());
    }
}
