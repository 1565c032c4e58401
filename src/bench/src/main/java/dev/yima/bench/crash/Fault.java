package dev.yima.bench.crash;

import dev.yima.bench.fixture.BenchServers;
import java.util.List;
import java.util.stream.Stream;

/** Faults that a round can have. */
enum Fault {
    SERVICE_KILLED,
    POSTGRES_KILLED,
    POSTGRES_HANGS,
    POSTGRES_FAILS_OVER,
    REDIS_KILLED,
    REDIS_HANGS,
    REDIS_MASTER_KILLED,
    /** Somebody keeps the row of the round's campaign locked. */
    ROW_LOCKED,
    /** The provider takes no order and answers nothing. */
    PROVIDER_STALLS,
    /** The clock of one replica is a day ahead. */
    CLOCK_JUMPS;

    /** Those that can happen to one Redis, or to a Redis Cluster. */
    static List<Fault> with(BenchServers.RedisKind redis) {
        return Stream.of(values())
                .filter(fault -> switch (fault) {
                    case SERVICE_KILLED,
                            POSTGRES_KILLED,
                            POSTGRES_HANGS,
                            POSTGRES_FAILS_OVER,
                            ROW_LOCKED,
                            PROVIDER_STALLS,
                            CLOCK_JUMPS -> true;
                    case REDIS_KILLED, REDIS_HANGS -> redis == BenchServers.RedisKind.SINGLE;
                    case REDIS_MASTER_KILLED -> redis == BenchServers.RedisKind.CLUSTER;
                })
                .toList();
    }
}
