package dev.yima.engine.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.engine.condition.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days and hours of a campaign, where the clocks change. */
class CalendarTest {
    /** Cuba's clocks go back from one o'clock to midnight, so that there are two midnights; Lebanon's skip it. */
    @ParameterizedTest
    @CsvSource({
        "Asia/Shanghai,       2026-10-24T16:00:00Z, 24",
        "Europe/Berlin,       2026-03-28T23:00:00Z, 23",
        "Europe/Berlin,       2026-10-24T22:00:00Z, 25",
        "America/Havana,      2026-11-01T04:00:00Z, 25",
        "Asia/Beirut,         2026-03-28T22:00:00Z, 23",
        "Australia/Lord_Howe, 2026-10-03T13:30:00Z, 23.5"
    })
    void everyMomentOfADayHasTheSameDay(String zone, Instant begins, double hours) {
        Conditions conditions = Conditions.of(ZoneId.of(zone));
        Instant ends = begins.plusSeconds(Math.round(hours * 3600));
        for (Instant at = begins; at.isBefore(ends); at = at.plus(Duration.ofMinutes(15))) {
            assertEquals(begins, CampaignProgress.day(at, conditions), zone + " at " + at);
        }
        assertEquals(ends, CampaignProgress.day(ends, conditions), zone);
    }

    @Test
    void anHourThatComesTwiceIsTwoHours() {
        Conditions berlin = Conditions.of(ZoneId.of("Europe/Berlin"));
        Instant first = Instant.parse("2026-10-25T00:00:00Z");
        Instant second = Instant.parse("2026-10-25T01:00:00Z");

        assertEquals(first, CampaignProgress.hour(first.plusSeconds(1800), berlin));
        assertEquals(second, CampaignProgress.hour(second.plusSeconds(1800), berlin));
    }
}
