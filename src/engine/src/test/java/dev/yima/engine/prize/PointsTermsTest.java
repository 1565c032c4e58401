package dev.yima.engine.prize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointsTermsTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @ParameterizedTest
    @CsvSource({
        // won at (UTC), days, months, zone, counts until just before
        "2026-01-31T04:00:00Z, 0, 1, Asia/Shanghai, 2026-02-28T16:00:00Z",
        "2028-01-31T04:00:00Z, 0, 1, Asia/Shanghai, 2028-02-29T16:00:00Z",
        "2026-01-31T15:59:59Z, 0, 1, Asia/Shanghai, 2026-02-28T16:00:00Z",
        "2026-01-31T16:00:00Z, 0, 1, Asia/Shanghai, 2026-03-01T16:00:00Z",
        "2026-01-30T04:00:00Z, 0, 1, Asia/Shanghai, 2026-02-28T16:00:00Z",
        "2026-03-31T04:00:00Z, 0, 1, Asia/Shanghai, 2026-04-30T16:00:00Z",
        "2026-02-28T04:00:00Z, 0, 12, Asia/Shanghai, 2027-02-28T16:00:00Z",
        "2028-02-29T04:00:00Z, 0, 12, Asia/Shanghai, 2029-02-28T16:00:00Z",
        "2026-01-30T04:00:00Z, 1, 1, Asia/Shanghai, 2026-02-28T16:00:00Z",
        "2026-01-31T04:00:00Z, 1, 1, Asia/Shanghai, 2026-03-01T16:00:00Z",
        "2026-02-08T04:00:00Z, 0, 1, America/New_York, 2026-03-08T05:00:00Z",
        "2026-02-08T06:00:00Z, 0, 1, America/New_York, 2026-03-09T04:00:00Z",
        // The day that Samoa left out: the next one that there is.
        "2011-11-30T00:00:00Z, 0, 1, Pacific/Apia, 2011-12-30T10:00:00Z",
    })
    void pointsCountToTheEndOfTheirLastDay(String won, int days, int months, String zone, String until) {
        PointsTerms terms = new PointsTerms(days, months);
        assertEquals(Optional.of(Instant.parse(until)), terms.expiresAt(Instant.parse(won), ZoneId.of(zone)));
    }

    @Test
    void pointsWithoutMonthsCountForEver() {
        assertEquals(Optional.empty(), new PointsTerms(7, 0).expiresAt(Instant.EPOCH, SHANGHAI));
        assertEquals(Instant.parse("1970-01-08T00:00:00Z"), new PointsTerms(7, 0).availableAt(Instant.EPOCH));
        assertEquals(Instant.EPOCH, PointsTerms.NONE.availableAt(Instant.EPOCH));
    }

    @Test
    void termsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PointsTerms(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PointsTerms(PrizeDetails.DAYS_MAX + 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PointsTerms(0, PointsTerms.MONTHS_MAX + 1));
        PrizeDetails pending = new PrizeDetails("", 0, 0, 0, 0, new PointsTerms(1, 0));
        PrizeDetails locked = new PrizeDetails("", 0, 0, 0, 1, new PointsTerms(1, 0));
        assertThrows(IllegalArgumentException.class, () -> prize(PrizeKind.CASH, pending));
        assertThrows(IllegalArgumentException.class, () -> prize(PrizeKind.POINTS, locked));
        assertEquals(pending, prize(PrizeKind.POINTS, pending).details());
    }

    private static Prize prize(PrizeKind kind, PrizeDetails details) {
        return new Prize(kind, 5, 5, 1, Optional.empty(), details);
    }
}
