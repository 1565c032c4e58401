package dev.yima.gateway.platform.redis;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Invalidation of caches in all replicas. A message can be lost, so a cache must also expire its entries by their age;
 * the message only makes a change visible sooner.
 */
@ApplicationScoped
public class CacheInvalidation {
    private static final Logger LOG = Logger.getLogger(CacheInvalidation.class);
    private static final String CHANNEL = "yima:changes";

    private final RedisConnection redis;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    CacheInvalidation(RedisConnection redis) {
        this.redis = redis;
    }

    void onStart(@Observes StartupEvent started) {
        redis.listen(CHANNEL, this::notifyListeners);
    }

    /** Adds a listener that is given the subject of every change, those of this replica included. */
    public void subscribe(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Announces a change of a subject: to listeners here at once, to other replicas by a message. */
    public void announce(String subject) {
        notifyListeners(subject);
        redis.ask(CHANNEL, commands -> commands.publish(CHANNEL, subject))
                .subscribe()
                .with(heard -> {}, failure -> LOG.debug("other replicas will notice by themselves", failure));
    }

    private void notifyListeners(String subject) {
        listeners.forEach(listener -> listener.accept(subject));
    }
}
