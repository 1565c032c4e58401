package dev.yima.gateway.lot.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.codec.LotNumber;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import dev.yima.gateway.platform.redis.CacheInvalidation.Change;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cache of lots for the scan path. A change of a lot expires its entry at once; a change of a brand, or of anything
 * else of it, those of its lots and no others. Without one, an entry lives for the configured age. While the database
 * cannot be reached an expired entry still answers whether a code is genuine, and is marked as stale, so that nothing
 * is claimed on it.
 */
@ApplicationScoped
public class LotCatalogue {
    private static final int LOTS_MAX = 50_000;
    private static final String LOT = "lot";
    private static final String BRAND = "brand";

    private final LotReader reader;
    private final CacheInvalidation invalidation;
    private final Counter reads;
    private final long ageMaxNanos;
    private final Cache<LotNumber, Entry> cache =
            Caffeine.newBuilder().maximumSize(LOTS_MAX).build();
    private final Map<LotNumber, Uni<Entry>> pendingReads = new ConcurrentHashMap<>();
    /** The times of recent changes of lots and brands, for as long as a read that began before can last. */
    private final Cache<Object, Long> changedAtNanos;

    private final Duration readWithin;

    @Inject
    LotCatalogue(LotReader reader, CacheInvalidation invalidation, MeterRegistry meters, YimaConfig config) {
        this(
                reader,
                invalidation,
                meters,
                config.limits().catalogueAgeMax(),
                config.limits().readWithin());
    }

    LotCatalogue(
            LotReader reader,
            CacheInvalidation invalidation,
            MeterRegistry meters,
            Duration ageMax,
            Duration readWithin) {
        this.reader = reader;
        this.invalidation = invalidation;
        this.reads = Counter.builder("yima.catalogue.reads")
                .description("Lots that were read from PostgreSQL for the scan path")
                .register(meters);
        this.ageMaxNanos = ageMax.toNanos();
        this.readWithin = readWithin;
        this.changedAtNanos = Caffeine.newBuilder()
                .maximumSize(LOTS_MAX)
                .expireAfterWrite(readWithin.multipliedBy(10))
                .build();
    }

    void onStart(@Observes StartupEvent started) {
        invalidation.subscribe(this::expire);
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

    /** Expires what a change is about: the next scan of such a lot reads it again, and falls back on the old entry. */
    private void expire(Change change) {
        if (change.kind().equals(LOT)) {
            LotNumber.read(change.id()).ifPresent(this::expireLot);
        } else if (change.kind().equals(BRAND)) {
            expireLotsOf(UUID.fromString(change.id()));
        }
    }

    private void expireLot(LotNumber number) {
        changedAtNanos.put(number, System.nanoTime());
        pendingReads.remove(number);
        expireEntry(number);
    }

    private void expireLotsOf(UUID brand) {
        changedAtNanos.put(brand, System.nanoTime());
        // Nobody knows yet whose lot a first read will find: it goes on, and who asks from now on begins another.
        pendingReads.keySet().removeIf(number -> {
            Entry entry = cache.getIfPresent(number);
            return entry == null || entry.isOf(brand);
        });
        cache.asMap().forEach((number, entry) -> {
            if (entry.isOf(brand)) {
                expireEntry(number);
            }
        });
    }

    private void expireEntry(LotNumber number) {
        cache.asMap().computeIfPresent(number, (same, entry) -> entry.aged(ageMaxNanos));
    }

    private boolean isChangedSince(long nanos, Object changed) {
        Long at = changedAtNanos.getIfPresent(changed);
        return at != null && at - nanos >= 0;
    }

    private Uni<Entry> read(LotNumber number) {
        return Uni.createFrom().deferred(() -> pendingReads.computeIfAbsent(number, this::startRead));
    }

    private Uni<Entry> startRead(LotNumber number) {
        long startedAtNanos = System.nanoTime();
        reads.increment();
        return reader.read(number)
                .ifNoItem()
                .after(readWithin)
                .fail()
                .map(lot -> new Entry(lot, startedAtNanos))
                .invoke(entry -> {
                    cache.put(number, entry);
                    // A read that began before a change may be older than it. Either this sees the change, or the
                    // change
                    // has seen the entry.
                    if (isChangedSince(startedAtNanos, number)
                            || entry.lot
                                    .filter(lot -> isChangedSince(
                                            startedAtNanos, lot.brand().id()))
                                    .isPresent()) {
                        expireEntry(number);
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

        Entry aged(long nanos) {
            return new Entry(lot, readAtNanos - nanos - 1);
        }

        boolean isOf(UUID brand) {
            return lot.filter(found -> found.brand().id().equals(brand)).isPresent();
        }
    }
}
