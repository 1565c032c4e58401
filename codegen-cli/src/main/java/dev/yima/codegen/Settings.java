package dev.yima.codegen;

import dev.yima.codegen.files.OutsideText;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.Terminal;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that are always the same, from a file in the home: {@code url}, or {@code codegen.print.dpi} for one verb.
 * The command line goes before the environment, and the environment before the file.
 */
final class Settings implements IDefaultValueProvider {
    private static final String FILE = "codegen.properties";
    private static final int BYTES_MAX = 1 << 16;

    /** Further from a key that there is, a word is no misspelling of it. */
    private static final int DISTANCE_MAX = 2;

    private final Terminal terminal;
    private final Properties values;

    private Settings(Terminal terminal, Properties values) {
        this.terminal = terminal;
        this.values = values;
    }

    /**
     * Reads the file; empty when there is none.
     *
     * @param home the folder of the file
     * @param all every verb, whose options are the keys that there are
     * @throws CommandFailed when it cannot be read, or names what is no option
     */
    static Optional<Settings> read(Path home, Terminal terminal, CommandLine all) {
        Path file = home.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try {
            values.load(new StringReader(OutsideText.read(file, BYTES_MAX)));
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        } catch (IllegalArgumentException e) {
            throw CommandFailed.failed(file + ": must have four hexadecimal digits after each \\u");
        }
        mustBeKnown(file, values, keys(all));
        return Optional.of(new Settings(terminal, values));
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = name(option);
        boolean inEnvironment = (name.equals("url") || name.equals("key"))
                && !terminal.variable(variable(name)).isEmpty();
        if (inEnvironment) {
            return null;
        }
        String ofVerb = values.getProperty(option.command().qualifiedName(".") + "." + name);
        return ofVerb == null ? values.getProperty(name) : ofVerb;
    }

    private static String variable(String name) {
        return name.equals("url") ? "YIMA_URL" : "YIMA_KEY";
    }

    private static void mustBeKnown(Path file, Properties values, SortedSet<String> keys) {
        for (String key : new TreeSet<>(values.stringPropertyNames())) {
            if (!keys.contains(key)) {
                String near = keys.stream()
                        .min(Comparator.comparingInt(known -> distance(known, key)))
                        .filter(known -> distance(known, key) <= DISTANCE_MAX)
                        .map(known -> ", such as " + known)
                        .orElse("");
                throw CommandFailed.failed(
                        file + ": must name an option, as --help shows it without its dashes" + near + ": " + key);
            }
            if (values.getProperty(key).isBlank()) {
                throw CommandFailed.failed(file + ": must have a value: " + key);
            }
        }
    }

    private static SortedSet<String> keys(CommandLine all) {
        SortedSet<String> keys = new TreeSet<>();
        addKeys(keys, all.getCommandSpec());
        all.getSubcommands().values().forEach(verb -> addKeys(keys, verb.getCommandSpec()));
        return keys;
    }

    private static void addKeys(SortedSet<String> keys, CommandSpec verb) {
        for (OptionSpec option : verb.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                keys.add(name(option));
                keys.add(verb.qualifiedName(".") + "." + name(option));
            }
        }
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    /** The number of letters to change, add or take away (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
