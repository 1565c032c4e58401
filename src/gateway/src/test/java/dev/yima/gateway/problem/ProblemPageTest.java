package dev.yima.gateway.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/reference/problems.md} equal to the causes that an answer can name. */
class ProblemPageTest {
    private static final Path PAGE = Path.of("docs", "reference", "problems.md");
    private static final Pattern ENTRY = Pattern.compile("(?m)^## (\\S+)\\n\\n\\*\\*(\\d{3}\\b[^*]*)\\*\\*$");
    private static final Pattern HEADING = Pattern.compile("(?m)^## (\\S+)$");
    private static final Pattern ADVICE = Pattern.compile("(?m)^- \\*\\*(When|Do|Retry):\\*\\* \\S");

    @Test
    void everyCauseHasItsHeadingInOrder() throws IOException {
        List<String> causes = Arrays.stream(ProblemType.values())
                .map(type -> type.slug() + ": " + type.status() + " " + type.title())
                .toList();
        List<String> entries = ENTRY.matcher(page())
                .results()
                .map(entry -> entry.group(1) + ": " + entry.group(2))
                .toList();

        assertEquals(causes, entries);
    }

    @Test
    void everyHeadingSaysWhenWhatAndWhetherToRetry() throws IOException {
        String page = page();
        List<String> sections = HEADING.splitAsStream(page).skip(1).toList();

        assertEquals(ProblemType.values().length, sections.size());
        for (String section : sections) {
            List<String> advice = ADVICE.matcher(section)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertEquals(List.of("When", "Do", "Retry"), advice, section);
        }
    }

    @Test
    void theTypeOfAProblemEndsWithItsHeading() {
        for (ProblemType type : ProblemType.values()) {
            assertTrue(type.uri().endsWith("/" + type.slug()), type.uri());
        }
    }

    private static String page() throws IOException {
        Path file = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(directory -> directory != null)
                .map(directory -> directory.resolve(PAGE))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + PAGE + " above the working directory"));
        return Files.readString(file);
    }
}
