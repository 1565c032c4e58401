package dev.yima.gateway.lot.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.codec.LotNumber;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The cache of lots for the scan path. An invalidation expires all entries at once; without one, an entry lives for the
 * configured age. While the database cannot be reached an expired entry still answers whether a code is genuine, and is
 * marked as stale, so that nothing is claimed on it.
 */
@ApplicationScoped
public class LotCatalogue {
    private static final int LOTS_MAX = 50_000;
    private static final Duration READ_WITHIN = Duration.ofSeconds(1);

    private final LotReader reader;
    private final CacheInvalidation invalidation;
    private final long ageMaxNanos;
    private final Cache<LotNumber, Entry> cache =
            Caffeine.newBuilder().maximumSize(LOTS_MAX).build();
    private final Map<LotNumber, Uni<Entry>> pendingReads = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();

    LotCatalogue(LotReader reader, CacheInvalidation invalidation, YimaConfig config) {
        this.reader = reader;
        this.invalidation = invalidation;
        this.ageMaxNanos = config.limits().catalogueAgeMax().toNanos();
    }

    void onStart(@Observes StartupEvent started) {
        invalidation.subscribe(subject -> expire());
    }

    /**
     * A lot by its number; empty when there is none. Fails when the database cannot be reached and nothing is cached.
     */
    public Uni<Optional<CachedLot>> find(LotNumber number) {
        Entry entry = cache.getIfPresent(number);
        long age = entry == null ? Long.MAX_VALUE : System.nanoTime() - entry.readAtNanos;
        if (entry == null || age > ageMaxNanos) {
            return read(number)
                    .onFailure()
                    .recoverWithUni(failure -> entry == null
                            ? Uni.createFrom().failure(failure)
                            : Uni.createFrom().item(entry.stale()))
                    .map(Entry::lot);
        }
        if (age > ageMaxNanos / 2) {
            read(number).subscribe().with(fresh -> {}, failure -> {});
        }
        return Uni.createFrom().item(entry.lot);
    }

    /** Expires all entries: the next scan of each lot reads it again, and falls back on the expired one. */
    private void expire() {
        generation.incrementAndGet();
        pendingReads.clear();
        cache.asMap().replaceAll((number, entry) -> new Entry(entry.lot, entry.readAtNanos - ageMaxNanos - 1));
    }

    private Uni<Entry> read(LotNumber number) {
        return Uni.createFrom().deferred(() -> pendingReads.computeIfAbsent(number, this::startRead));
    }

    private Uni<Entry> startRead(LotNumber number) {
        long startedAtNanos = System.nanoTime();
        long startedIn = generation.get();
        return reader.read(number)
                .ifNoItem()
                .after(READ_WITHIN)
                .fail()
                .map(lot -> new Entry(lot, startedAtNanos))
                .invoke(entry -> {
                    // A read that began before the last invalidation may be older than the change, so it is not cached.
                    if (generation.get() == startedIn) {
                        cache.put(number, entry);
                    }
                })
                .eventually(() -> {
                    pendingReads.remove(number);
                })
                .memoize()
                .indefinitely();
    }

    private record Entry(Optional<CachedLot> lot, long readAtNanos) {
        Entry stale() {
            return new Entry(lot.map(CachedLot::stale), readAtNanos);
        }
    }
}
