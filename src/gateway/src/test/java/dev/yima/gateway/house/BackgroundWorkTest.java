package dev.yima.gateway.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.house.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What runs by itself is a job, of which the architecture has a list, or one of the few that run on every replica. */
class BackgroundWorkTest {
    private static final Set<String> ON_EVERY_REPLICA = Set.of(
            "CookieEpochs", "DatabaseClock", "JobScheduler", "LedgerCheckWorker", "PayoutWorker", "StatementWorker");
    private static final Pattern NAME = Pattern.compile("String name\\(\\) \\{\\s*return \"([a-z-]+)\";");
    private static final Pattern LISTED = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| \\d");

    @Test
    void nothingElseHasATimerOfItsOwn() {
        Set<String> found = Sources.main().stream()
                .filter(source -> source.packageName().startsWith("gateway"))
                .filter(source -> source.text().contains("setPeriodic("))
                .map(Source::type)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(ON_EVERY_REPLICA), found);
    }

    @Test
    void theArchitectureListsEveryJob() throws IOException {
        Set<String> jobs = Sources.main().stream()
                .filter(source -> source.text().contains("implements Job "))
                .flatMap(source -> NAME.matcher(source.text()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = LISTED.matcher(Files.readString(Sources.ROOT.resolve("docs/ARCHITECTURE.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(jobs, listed);
    }
}
