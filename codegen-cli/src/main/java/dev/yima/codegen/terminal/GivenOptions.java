package dev.yima.codegen.terminal;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that stand on the command line; those of the file of settings and defaults are none of them. */
public final class GivenOptions {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,63}");

    private GivenOptions() {}

    /** The long names of a verb's options that were given. */
    public static Set<String> of(CommandSpec verb) {
        Set<String> given = new LinkedHashSet<>();
        for (OptionSpec option : verb.commandLine().getParseResult().matchedOptions()) {
            given.add(option.longestName());
        }
        return given;
    }

    /**
     * Refuses an option that would do nothing: whoever gave it expects something else than what would be done.
     *
     * @throws CommandFailed with {@link ExitCode#USAGE} when it was given
     */
    public static void mustDoSomething(boolean does, CommandSpec verb, String option, String without) {
        if (!does && of(verb).contains(option)) {
            throw CommandFailed.usage("must not be given, since it does nothing " + without + ": " + option);
        }
    }

    /**
     * Refuses what is no id: a name, most likely.
     *
     * @param thing what it is the id of
     * @param id null for none
     * @throws CommandFailed with {@link ExitCode#USAGE}
     */
    public static void mustBeId(String option, String thing, @Nullable String id) {
        if (id != null && !ID.matcher(id).matches()) {
            throw CommandFailed.usage("must be the id of a " + thing
                    + ", 1 to 64 letters, digits, dashes or underscores: " + option + "=" + id);
        }
    }
}
