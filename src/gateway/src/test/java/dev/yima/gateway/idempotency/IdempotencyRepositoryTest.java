package dev.yima.gateway.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.job.Job;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Kept answers do not pile up for ever. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class IdempotencyRepositoryTest {
    private static final String FILL = """
            INSERT INTO idempotency_key (scope, key, brand_id, request, answer, answered_at)
            SELECT gen_random_uuid(), 'old', gen_random_uuid(), '', '{}', now() - interval '7 days 1 minute'
            FROM generate_series(1, 12000)
            UNION ALL
            SELECT gen_random_uuid(), 'young', gen_random_uuid(), '', '{}', now() - interval '6 days'
            FROM generate_series(1, 7)""";

    @Inject
    @SuppressWarnings("NullAway.Init")
    IdempotencyKeyJob job;

    @Inject
    @SuppressWarnings("NullAway.Init")
    DataSource database;

    @Test
    void whatIsOlderThanAWeekIsForgotten() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(FILL);
            Job.Steps steps = job.begin();
            int taken = 1;
            while (steps.next().await().atMost(Duration.ofSeconds(30))) {
                taken++;
            }

            assertEquals(3, taken, "12,000, 5,000 at a time");

            assertEquals(0, count(statement, "old"));
            assertEquals(7, count(statement, "young"));
            statement.execute("DELETE FROM idempotency_key WHERE key = 'young'");
        }
    }

    private static int count(Statement statement, String key) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT count(*) FROM idempotency_key WHERE key = '" + key + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
