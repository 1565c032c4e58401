package dev.yima.gateway.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.house.Sources.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents name what is there: types that exist, and files that their links reach. */
class DocumentsTest {
    private static final Pattern TYPE = Pattern.compile("`((?:[A-Z][a-z0-9]+){2,})(?:\\.\\w+(?:\\(\\))?)?`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w+)");
    /** Words of others that look like types. */
    private static final Set<String> FOREIGN = Set.of("HttpOnly", "SameSite", "LocalDate", "ServiceLoader");

    @Test
    void typesExist() {
        Set<String> declared = new TreeSet<>(FOREIGN);
        Stream.concat(Sources.main().stream(), Sources.tests().stream())
                .forEach(source -> DECLARED.matcher(source.text())
                        .results()
                        .map(found -> found.group(1))
                        .forEach(declared::add));
        List<String> unknown = new ArrayList<>();
        for (Source page : pages()) {
            TYPE.matcher(page.text())
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !declared.contains(name))
                    .forEach(name -> unknown.add(page.path() + ": " + name));
        }
        assertEquals(List.of(), unknown);
    }

    @Test
    void linksLeadSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Source page : pages()) {
            Path folder = Sources.ROOT.resolve(page.path()).getParent();
            LINK.matcher(page.text())
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .filter(target -> !target.matches("[a-z]+:.*"))
                    .filter(target -> !Files.exists(folder.resolve(target)))
                    .forEach(target -> dead.add(page.path() + ": " + target));
        }
        assertEquals(List.of(), dead);
    }

    @Test
    void mergesLeftNothingUndecided() {
        Pattern mark = Pattern.compile("(?m)^(?:<{7} |>{7} |={7}$)");
        assertEquals(
                List.of(),
                pages().stream()
                        .filter(page -> mark.matcher(page.text()).find())
                        .map(Source::path)
                        .toList());
    }

    private static List<Source> pages() {
        return Sources.files("/", ".md");
    }
}
