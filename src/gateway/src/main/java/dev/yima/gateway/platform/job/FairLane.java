package dev.yima.gateway.platform.job;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Work of many owners that waits in a table, with a fixed number of places: as soon as one item is done, another takes
 * its place, so that no item waits for a slower one. An owner gets a place only while fewer are its own than are free.
 * So one alone has half of them, two that hang have a third each, and until as many hang as there are places, another
 * finds one.
 *
 * <p>Owners are served in the order of their ids, round and round. All runs on one event loop, whose queries never wait
 * for one another. Every replica may have one.
 *
 * @param <T> an item of work
 */
public final class FairLane<T> {
    /** The most owners that are looked at in one statement. */
    private static final int OWNERS_MAX = 1_000;

    private static final Logger LOG = Logger.getLogger(FairLane.class);
    private static final UUID START = new UUID(0, 0);

    private final Source<T> source;
    private final Executor eventLoop;
    private final Map<UUID, Integer> held = new HashMap<>();
    private int free;
    /** The last owner of this round that was looked at. */
    private UUID cursor = START;

    private boolean foundInRound;
    private boolean isFilling;
    private boolean fillAgain;
    private volatile boolean isStopped;

    /**
     * Makes a lane.
     *
     * @param places the most items that are under way at a time; at least 2
     */
    public FairLane(Vertx vertx, int places, Source<T> source) {
        Context context = vertx.getOrCreateContext();
        this.eventLoop = work -> context.runOnContext(ignored -> work.run());
        this.source = source;
        this.free = places;
    }

    /**
     * The table in which the work waits.
     *
     * @param <T> an item of work
     */
    public interface Source<T> {
        /**
         * Looks at owners with work, whether due or not, in the order of their ids.
         *
         * @param after the owner before the first
         * @param ownersMax the most owners that are looked at
         */
        Uni<List<Owner>> owners(UUID after, int ownersMax);

        /**
         * Takes due items: no replica takes them again for longer than {@link #carry} lasts.
         *
         * @param places the most items of each owner that are taken
         */
        Uni<List<T>> take(Map<UUID, Integer> places);

        /** The owner of an item. */
        UUID owner(T item);

        /** Does an item. Must end within a time of its own; a failure is the same as an end. */
        Uni<Void> carry(T item);
    }

    /**
     * An owner of work.
     *
     * @param id its id
     * @param isDue whether some of its work is due
     */
    public record Owner(UUID id, boolean isDue) {}

    /** Takes what is due, as far as there are places. Called by a timer, from any thread. */
    public void fill() {
        eventLoop.execute(this::next);
    }

    /** Takes nothing more. Items under way go on. */
    public void stop() {
        isStopped = true;
    }

    private void next() {
        if (isStopped) {
            return;
        }
        if (isFilling || free == 0) {
            fillAgain = true;
            return;
        }
        isFilling = true;
        fillAgain = false;
        Uni.createFrom()
                .deferred(() -> source.owners(cursor, OWNERS_MAX))
                .emitOn(eventLoop)
                .flatMap(this::take)
                .emitOn(eventLoop)
                .subscribe()
                .with(this::filled, failure -> {
                    LOG.debug("what is due cannot be read at the moment", failure);
                    filled(false);
                });
    }

    /** Takes items of these owners and starts them; returns whether there may be more. */
    private Uni<Boolean> take(List<Owner> owners) {
        Map<UUID, Integer> allotted = allot(owners);
        boolean isWholePage =
                owners.isEmpty() || cursor.equals(owners.get(owners.size() - 1).id());
        boolean isEndOfRound = isWholePage && owners.size() < OWNERS_MAX;
        Uni<List<T>> taken = allotted.isEmpty() ? Uni.createFrom().item(List.of()) : source.take(allotted);
        return taken.emitOn(eventLoop).map(items -> {
            items.forEach(this::start);
            foundInRound |= !items.isEmpty();
            boolean hasMore = foundInRound || !isEndOfRound;
            if (isEndOfRound) {
                cursor = START;
                foundInRound = false;
            }
            return hasMore;
        });
    }

    /** Gives a place to one owner after the other, as long as there are any that they may have. */
    private Map<UUID, Integer> allot(List<Owner> owners) {
        Map<UUID, Integer> allotted = new LinkedHashMap<>();
        int left = free;
        for (Owner owner : owners) {
            if (left == 0) {
                break;
            }
            cursor = owner.id();
            left -= allot(owner, left, allotted);
        }
        int before = 0;
        while (before != left) {
            before = left;
            for (Owner owner : owners) {
                left -= allot(owner, left, allotted);
            }
        }
        return allotted;
    }

    private int allot(Owner owner, int left, Map<UUID, Integer> allotted) {
        int has = held.getOrDefault(owner.id(), 0) + allotted.getOrDefault(owner.id(), 0);
        if (!owner.isDue() || has >= left) {
            return 0;
        }
        allotted.merge(owner.id(), 1, Integer::sum);
        return 1;
    }

    private void filled(boolean hasMore) {
        isFilling = false;
        if (hasMore || fillAgain) {
            next();
        }
    }

    private void start(T item) {
        UUID owner = source.owner(item);
        held.merge(owner, 1, Integer::sum);
        free--;
        Uni.createFrom()
                .deferred(() -> source.carry(item))
                .emitOn(eventLoop)
                .subscribe()
                .with(done -> release(owner), failure -> release(owner));
    }

    private void release(UUID owner) {
        held.merge(owner, -1, (count, less) -> count + less == 0 ? null : count + less);
        free++;
        next();
    }
}
