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
 * The memory that the scan path reads lots from. An announcement makes it forget at once; without one, nothing is
 * remembered longer than the configured age, unless the database cannot be reached: then what was known last still
 * answers whether a code is genuine, and says of itself that nothing may be claimed on it.
 */
@ApplicationScoped
public class LotCatalogue {
    private static final int LOTS_MAX = 50_000;
    private static final Duration READ_WITHIN = Duration.ofSeconds(1);

    private final LotReader reader;
    private final CacheInvalidation announcements;
    private final long ageMaxNanos;
    private final Cache<LotNumber, Entry> known =
            Caffeine.newBuilder().maximumSize(LOTS_MAX).build();
    private final Map<LotNumber, Uni<Entry>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();

    LotCatalogue(LotReader reader, CacheInvalidation announcements, YimaConfig config) {
        this.reader = reader;
        this.announcements = announcements;
        this.ageMaxNanos = config.limits().catalogueAgeMax().toNanos();
    }

    void onStart(@Observes StartupEvent started) {
        announcements.hear(subject -> forget());
    }

    /** A lot by its number; empty when there is none. */
    public Uni<Optional<CachedLot>> find(LotNumber number) {
        Entry entry = known.getIfPresent(number);
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

    /** Forgets everything: the next scan of each lot reads it again, and falls back on what was known last. */
    private void forget() {
        generation.incrementAndGet();
        underWay.clear();
        known.asMap().replaceAll((number, entry) -> new Entry(entry.lot, entry.readAtNanos - ageMaxNanos - 1));
    }

    private Uni<Entry> read(LotNumber number) {
        return Uni.createFrom().deferred(() -> underWay.computeIfAbsent(number, this::startReading));
    }

    private Uni<Entry> startReading(LotNumber number) {
        long startedAtNanos = System.nanoTime();
        long startedIn = generation.get();
        return reader.read(number)
                .ifNoItem()
                .after(READ_WITHIN)
                .fail()
                .map(lot -> new Entry(lot, startedAtNanos))
                .invoke(entry -> {
                    // What was read before the last change may be older than it, so it must not be kept.
                    if (generation.get() == startedIn) {
                        known.put(number, entry);
                    }
                })
                .eventually(() -> {
                    underWay.remove(number);
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
