package dev.yima.gateway.platform.db;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that update the rows of a list lock them in the order of the list: their plan is a loop over it. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class LockOrderTest {
    private static final Pattern LOOP_OVER_THE_LIST =
            Pattern.compile("Update on \\w+ \\w+\\s+->  Nested Loop\\s+->  CTE Scan on [cs]\\b");

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @ParameterizedTest
    @CsvSource({"dev.yima.gateway.ledger.Ledger,CREDIT", "dev.yima.gateway.member.MemberRepository,TOUCH"})
    void rowsAreLockedInTheOrderOfTheList(String owner, String constant) throws ReflectiveOperationException {
        Field statement = Class.forName(owner).getDeclaredField(constant);
        statement.setAccessible(true);
        List<String> lines = new ArrayList<>();
        pool.query("EXPLAIN (GENERIC_PLAN, COSTS OFF) " + statement.get(null))
                .execute()
                .await()
                .atMost(Duration.ofSeconds(30))
                .forEach(row -> lines.add(row.getString(0)));
        String plan = String.join("\n", lines);
        assertTrue(LOOP_OVER_THE_LIST.matcher(plan).find(), plan);
    }
}
