package dev.yima.gateway.visitor;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The port for operators, whose answers no page of another site may read. Quarkus lets all of them, by a handler for
 * which it has no setting: it is removed. A route tells its handlers by its text alone.
 */
@ApplicationScoped
class OperatorsPort {
    void register(@Observes ManagementInterface management) {
        management.router().getRoutes().stream()
                .filter(route -> route.toString().contains(CorsHandler.class.getSimpleName()))
                .forEach(Route::remove);
    }
}
