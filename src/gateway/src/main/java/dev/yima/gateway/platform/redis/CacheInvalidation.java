package dev.yima.gateway.platform.redis;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Tells every replica that something changed, so that it forgets what it remembers. A message can be lost; whoever
 * listens must not rely on it for more than speed.
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
        redis.listen(CHANNEL, this::tell);
    }

    /** Hears every announcement, those of this replica included. */
    public void hear(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Announces that a thing changed: here at once, elsewhere by a message. */
    public void announce(String subject) {
        tell(subject);
        redis.ask(commands -> commands.publish(CHANNEL, subject))
                .subscribe()
                .with(heard -> {}, failure -> LOG.debug("other replicas will notice by themselves", failure));
    }

    private void tell(String subject) {
        listeners.forEach(listener -> listener.accept(subject));
    }
}
