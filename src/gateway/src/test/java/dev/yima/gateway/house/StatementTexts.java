package dev.yima.gateway.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;

/**
 * The SQL and HQL statements of the gateway, read from the constants of its compiled classes: whoever writes another
 * has it here.
 */
final class StatementTexts {
    private static final Path CLASSES = Sources.ROOT.resolve("src/gateway/target/classes");
    /** Hibernate sets the limit of a list. */
    private static final String PAGE = " LIMIT 200";

    private static final int STRING = 8;
    private static final int LONGEST = 1 << 16;
    private static final Pattern SQL =
            Pattern.compile("(?s)\\s*\\(?(?:SELECT|WITH|INSERT INTO|UPDATE|DELETE FROM)\\s.*");
    private static final Pattern HQL = Pattern.compile("(?s)\\s*(?:SELECT .* )?FROM [A-Z][a-z]\\w+\\s.*");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private StatementTexts() {}

    /**
     * A statement.
     *
     * @param owner the class that has it, below {@code dev.yima.gateway}
     * @param sql its text, with parameters {@code $1}, {@code $2} and so on
     */
    record Statement(String owner, String sql) {}

    /** All statements; texts that are only the beginning of others, to which every class adds its own, are left out. */
    static List<Statement> all() {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            List<Statement> found = files.filter(file -> file.toString().endsWith(".class"))
                    .flatMap(StatementTexts::of)
                    .toList();
            return found.stream().filter(one -> !isPart(one, found)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPart(Statement one, List<Statement> all) {
        return all.stream()
                .anyMatch(other -> other.sql.length() > one.sql.length() && other.sql.contains(one.sql.strip()));
    }

    private static Stream<Statement> of(Path file) {
        String owner = CLASSES.relativize(file)
                .toString()
                .replace('\\', '/')
                .replace('/', '.')
                .replaceFirst("^dev\\.yima\\.gateway\\.", "")
                .replaceFirst("(\\$.*)?\\.class$", "");
        return constants(file).flatMap(text -> {
            if (SQL.matcher(text).matches()) {
                return Stream.of(new Statement(owner, numbered(text)));
            }
            return HQL.matcher(text).matches()
                    ? Stream.of(new Statement(owner, "SELECT * " + numbered(snake(text)) + PAGE))
                    : Stream.empty();
        });
    }

    private static Stream<String> constants(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            ClassReader reader = new ClassReader(bytes);
            char[] buffer = new char[LONGEST];
            return IntStream.range(1, reader.getItemCount())
                    .filter(item -> reader.getItem(item) > 0 && bytes[reader.getItem(item) - 1] == STRING)
                    .mapToObj(item -> (String) reader.readConst(item, buffer))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hibernate's name of a table or column in the database. */
    private static String snake(String hql) {
        return CAMEL.splitAsStream(hql).collect(Collectors.joining("_"));
    }

    /** Parameters by number, where Hibernate has them by name. */
    private static String numbered(String text) {
        List<String> names = Pattern.compile("(?<!:):([a-zA-Z]\\w*)")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        String sql = text;
        for (int i = 0; i < names.size(); i++) {
            sql = sql.replaceAll("(?<!:):" + names.get(i) + "\\b", "\\$" + (i + 1));
        }
        return sql;
    }
}
