package dev.yima.gateway.house;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.house.Sources.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of style that no compiler knows. Lists of exceptions may only shrink. */
class TidyTest {
    private static final int CLASSES_A_PACKAGE_MAX = 15;
    private static final Pattern RIDDLE =
            Pattern.compile("/\\*\\*\\s*(?:\\*\\s*)?(?:What|Whatever|Who|Whose|Whoever|Where|Whence|How|Why)\\b");
    private static final Pattern VAGUE_NAME =
            Pattern.compile(".*(?:Manager|Helper|Utils?|Impl|Store|Words|Stuff|Misc)|(?:Abstract|Base)[A-Z].*");
    private static final Set<String> DIALECT = Set.of(
            "Door",
            "Gate",
            "Threshold",
            "Visit",
            "Origins",
            "Counter",
            "Workplace",
            "Note",
            "Packet",
            "Sighting",
            "GateKeeper",
            "Foresight",
            "Past",
            "Pasts",
            "Earner",
            "Terms",
            "Judging",
            "Trail",
            "Hands",
            "Strays",
            "Where",
            "Whereabouts",
            "Wages",
            "Packs",
            "Deed",
            "Colleague",
            "Trace",
            "Purse",
            "Person",
            "KnownLot",
            "LotMarks",
            "Crowd",
            "Located",
            "Counting",
            "Paper",
            "Bill",
            "News",
            "Look",
            "Reclaim",
            "SeenAt",
            "SeenFrom",
            "Repeat",
            "Sheets",
            "Turn",
            "Win",
            "Pace",
            "Bounds",
            "Play",
            "Gang",
            "Cellar",
            "Patience",
            "Rush",
            "Blow",
            "Stage",
            "Trade",
            "LastWord",
            "Conversation",
            "RowPress",
            "CopyPress",
            "StopNote");
    private static final Pattern SLEEP = Pattern.compile("\\b(?:Thread|TimeUnit\\.\\w+|\\w+)\\.sleep\\(");

    @Test
    void noTwoTypesHaveOneName() {
        Map<String, Long> twins = Sources.main().stream()
                .filter(source -> !source.type().equals("package-info"))
                .collect(groupingBy(Source::type, TreeMap::new, counting()));
        twins.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), twins);
    }

    /** The time zones of PostgreSQL are of another age than Java's, and some of its names mean something else. */
    @Test
    void noStatementTellsDays() {
        Pattern byTheDatabase =
                Pattern.compile("(?i)\\bAT TIME ZONE (?!'UTC')|\\bCURRENT_DATE\\b|\\bdate_trunc\\(|\\bnow\\(\\)::date");
        Set<String> found = Stream.concat(Sources.main().stream(), Sources.files("/db/migration/", ".sql").stream())
                .filter(source -> byTheDatabase.matcher(source.text()).find())
                .map(Source::type)
                .collect(toCollection(TreeSet::new));
        assertEquals(Set.of(), found);
    }

    @Test
    void packagesAreSmall() {
        Map<String, Long> large = Sources.main().stream()
                .filter(source -> !source.type().equals("package-info"))
                .collect(groupingBy(Source::packageName, TreeMap::new, counting()));
        large.values().removeIf(count -> count <= CLASSES_A_PACKAGE_MAX);
        assertEquals(Map.of(), large);
    }

    @Test
    void everyPackageStatesItsRule() {
        Set<String> told = packagesOf(source -> source.type().equals("package-info")
                && Pattern.compile("(?s)^/\\*\\*.{20,}?\\*/.*@NullMarked")
                        .matcher(source.text())
                        .find());
        assertEquals(packagesOf(source -> !source.type().equals("package-info")), told);
    }

    private static Set<String> packagesOf(java.util.function.Predicate<Source> filter) {
        return Sources.main().stream()
                .filter(filter)
                .map(Source::packageName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesAreTermsOfTheField() {
        List<String> offenders = Sources.main().stream()
                .flatMap(Source::declared)
                .filter(type ->
                        DIALECT.contains(type) || VAGUE_NAME.matcher(type).matches())
                .toList();
        assertEquals(List.of(), offenders);
    }

    @Test
    void javadocOpensWithANounOrAVerb() {
        List<String> offenders = Sources.main().stream()
                .flatMap(source -> RIDDLE.matcher(source.text())
                        .results()
                        .map(found -> source.path() + ": " + found.group().strip()))
                .toList();
        assertEquals(List.of(), offenders);
    }

    @Test
    void textsForPeopleNameNoType() {
        Pattern text = Pattern.compile("@Message\\(\\s*\"([^\"]*)\"");
        Pattern type = Pattern.compile("\\b[A-Z][a-z]+[A-Z][a-z]\\w*");
        List<String> offenders = Sources.main().stream()
                .flatMap(source -> text.matcher(source.text()).results().map(found -> found.group(1)))
                .filter(told -> type.matcher(told.replaceAll("\\{[^}]*}", "")).find())
                .toList();
        assertEquals(List.of(), offenders);
    }

    @Test
    void testsDoNotSleep() {
        assertEquals(Sources.exceptions("sleeps.txt"), testsWith(SLEEP));
    }

    @Test
    void everyStartOfTheServiceIsCounted() {
        assertEquals(Sources.exceptions("test-profiles.txt"), testsWith(Pattern.compile("@TestProfile\\(")));
    }

    private static Set<String> testsWith(Pattern pattern) {
        return Sources.tests().stream()
                .filter(source -> !source.packageName().equals("gateway.house"))
                .filter(source -> pattern.matcher(source.text()).find())
                .map(Source::type)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
