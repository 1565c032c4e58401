package dev.yima.gateway.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.house.Sources.Source;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that answers the OWASP ASVS answers each of its requirements once, by tests that are there. */
class AsvsPageTest {
    private static final Pattern NUMBERS = Pattern.compile("\\b(\\d+\\.\\d+)\\.(\\d+)(?:–\\1\\.(\\d+))?");
    private static final Pattern CASE = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final String PAGE = Sources.files("/docs/reference/", "asvs.md").stream()
            .map(Source::text)
            .collect(Collectors.joining())
            .split("\n## What is not met")[0];

    @Test
    void eachRequirementIsAnsweredOnce() {
        Stream<String> answered = PAGE.lines()
                .filter(line -> line.matches("\\| \\d.*|\\d.*"))
                .map(line -> line.startsWith("|") ? line.split("\\|")[1] : line);
        assertEquals(sorted(Sources.exceptions("asvs-5.0.0.txt").stream()), sorted(answered));
    }

    @Test
    void theTestsThatItNamesAreThere() {
        Map<String, String> tests =
                Sources.tests().stream().collect(Collectors.toMap(Source::type, Source::text, (one, two) -> one + two));
        List<String> missing = CASE.matcher(PAGE)
                .results()
                .filter(named -> !tests.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "("))
                .map(MatchResult::group)
                .toList();
        assertEquals(List.of(), missing);
    }

    private static List<String> sorted(Stream<String> lines) {
        return lines.flatMap(line -> NUMBERS.matcher(line).results())
                .flatMap(range -> IntStream.rangeClosed(
                                Integer.parseInt(range.group(2)),
                                Integer.parseInt(range.group(3) == null ? range.group(2) : range.group(3)))
                        .mapToObj(last -> range.group(1) + '.' + last))
                .sorted()
                .toList();
    }
}
