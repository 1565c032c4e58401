package dev.yima.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Limits that a test reaches in a moment, and workers that sleep: what is to be paid or is over, the test does itself.
 * One profile for all who want any of it, since each is a start of the service.
 */
public class SmallLimits implements QuarkusTestProfile {
    /** Scans that a person may make in a minute; with whole eighths. */
    public static final int PERSON_SCANS = 80;

    static final int NETWORK_GUESSES = 20;

    /** Looks without a cookie at the codes of one lot that have a row each; with whole eighths. */
    static final int LOT_LOOKS = 24;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "yima.limits.network-guesses-per-minute",
                Integer.toString(NETWORK_GUESSES),
                "yima.limits.person-scans-per-minute",
                Integer.toString(PERSON_SCANS),
                "yima.limits.lot-looks-per-minute",
                Integer.toString(LOT_LOOKS),
                "yima.limits.body-within",
                "PT1S",
                "yima.payout.poll-every",
                "PT1H",
                "yima.reclaim.every",
                "PT1H");
    }
}
