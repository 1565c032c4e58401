package dev.yima.gateway.diversion.count;

import dev.yima.gateway.platform.config.YimaConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Timer that runs rounds, one after the other as long as there is more. */
@ApplicationScoped
class DiversionWorker {
    private static final Logger LOG = Logger.getLogger(DiversionWorker.class);

    private final DiversionRound round;
    private final Vertx vertx;
    private final YimaConfig.Diversion config;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer;

    DiversionWorker(DiversionRound round, Vertx vertx, YimaConfig config) {
        this.round = round;
        this.vertx = vertx;
        this.config = config.diversion();
    }

    void onStart(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.every().toMillis(), tick -> begin());
    }

    void onStop(@Observes ShutdownEvent stopped) {
        vertx.cancelTimer(timer);
    }

    private void begin() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        rounds().subscribe().with(done -> running.set(false), failure -> {
            running.set(false);
            LOG.warn("scans could not be counted by dealer; it is tried again", failure);
        });
    }

    /** One round after the other, as long as there is more. */
    private Uni<Void> rounds() {
        return Uni.createFrom()
                .deferred(round::run)
                .repeat()
                .whilst(hasMore -> hasMore)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
