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
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

    CacheInvalidation(RedisConnection redis) {
        this.redis = redis;
    }

    /**
     * A change of one thing.
     *
     * @param kind the kind of the thing, one word: its table
     * @param id its id, as text
     */
    public record Change(String kind, String id) {
        private static Change read(String message) {
            int space = message.indexOf(' ');
            return new Change(message.substring(0, Math.max(0, space)), message.substring(space + 1));
        }

        private String message() {
            return kind + ' ' + id;
        }
    }

    void onStart(@Observes StartupEvent started) {
        redis.listen(CHANNEL, message -> notifyListeners(Change.read(message)));
    }

    /** Adds a listener that is given every change, those of this replica included. */
    public void subscribe(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /**
     * Announces a change: to listeners here at once, to other replicas by a message.
     *
     * @param kind the kind of the thing that changed, one word
     * @param id its id
     */
    public void announce(String kind, Object id) {
        Change change = new Change(kind, id.toString());
        notifyListeners(change);
        redis.ask(CHANNEL, commands -> commands.publish(CHANNEL, change.message()))
                .subscribe()
                .with(heard -> {}, failure -> LOG.debug("other replicas will notice by themselves", failure));
    }

    private void notifyListeners(Change change) {
        listeners.forEach(listener -> listener.accept(change));
    }
}
