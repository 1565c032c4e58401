package dev.yima.gateway.diversion;

/** Numbers of distinct people and of distinct networks, each network once a day. */
public final class DistinctCounts {
    private int people;
    private int networks;

    DistinctCounts(int people, int networks) {
        this.people = people;
        this.networks = networks;
    }

    /** Adds scanners of a kind; a negative count takes them away. */
    public void add(DistinctScanner.Kind kind, int count) {
        switch (kind) {
            case PERSON -> people += count;
            case NETWORK -> networks += count;
        }
    }

    int people() {
        return people;
    }

    int networks() {
        return networks;
    }
}
