package dev.yima.gateway.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the checkout, as text. */
final class Sources {
    static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".idea", "node_modules");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w+)");
    private static final Pattern LITERAL = Pattern.compile("\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"");

    private Sources() {}

    /**
     * A file.
     *
     * @param path its path from the root, with slashes
     * @param text its content
     */
    record Source(String path, String text) {
        /** The type that a Java file declares. */
        String type() {
            return path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
        }

        /** The package of a Java file, below {@code dev.yima}. */
        String packageName() {
            String below = path.replaceFirst(".*/java/dev/yima/", "");
            return below.contains("/")
                    ? below.substring(0, below.lastIndexOf('/')).replace('/', '.')
                    : "";
        }

        /** The types that a Java file declares, nested ones too. */
        Stream<String> declared() {
            return DECLARED.matcher(text.replaceAll("/\\*[\\s\\S]*?\\*/", ""))
                    .results()
                    .map(found -> found.group(1));
        }

        /** The string literals and text blocks of a Java file. */
        List<String> literals() {
            return LITERAL.matcher(text).results().map(MatchResult::group).toList();
        }
    }

    /** Java files of main code, of all modules. */
    static List<Source> main() {
        return files("/src/main/java/", ".java");
    }

    /** Java files of tests, of all modules. */
    static List<Source> tests() {
        return files("/src/test/java/", ".java");
    }

    /** Files whose path contains one text and ends with another. */
    static List<Source> files(String within, String end) {
        List<Source> found = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    return SKIPPED.contains(dir.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String path = '/' + ROOT.relativize(file).toString().replace('\\', '/');
                    if (path.contains(within) && path.endsWith(end)) {
                        found.add(new Source(path.substring(1), Files.readString(file)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(found, (one, other) -> one.path().compareTo(other.path()));
        return found;
    }

    /**
     * Entries of a list of exceptions in {@code src/test/resources/house}: a line each, {@code #} begins a remark. Such
     * a list may only shrink: an entry that is no longer needed fails its test as well.
     */
    static Set<String> exceptions(String name) {
        Path file = ROOT.resolve("src/gateway/src/test/resources/house").resolve(name);
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
