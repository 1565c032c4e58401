package dev.yima.gateway.diversion;

import dev.yima.gateway.diversion.AttributedScanRepository.Witness;

/** How many different people scanned something, and on how many different networks, each network once a day. */
public final class DistinctCounts {
    private int people;
    private int networks;

    DistinctCounts(int people, int networks) {
        this.people = people;
        this.networks = networks;
    }

    public void add(Witness.Kind kind, int count) {
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
