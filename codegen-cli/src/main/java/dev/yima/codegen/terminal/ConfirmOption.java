package dev.yima.codegen.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of verbs that cannot be undone: they say what they will do, and do it once somebody has said yes. */
public final class ConfirmOption {
    @Option(
            names = {"-y", "--yes"},
            description = "Do it without asking; needed where nobody can be asked, as in scripts.")
    private boolean yes;

    /**
     * Returns once somebody has said yes, on the command line or now.
     *
     * @param whatHappens what will be done, with its figures; a line for each thing
     * @throws CommandFailed when nobody has
     */
    public void require(Terminal terminal, String whatHappens) {
        require(terminal, whatHappens, "This cannot be undone");
    }

    /**
     * The same.
     *
     * @param lasting a sentence without its stop: whether it can be undone
     */
    public void require(Terminal terminal, String whatHappens, String lasting) {
        if (yes) {
            return;
        }
        Optional<BufferedReader> answers = terminal.answers();
        if (answers.isEmpty()) {
            throw CommandFailed.usage(
                    whatHappens.replace("\n", "; ") + ". This must be confirmed with --yes. " + lasting);
        }
        terminal.err().println(whatHappens);
        terminal.err().print(lasting + ". Type yes to go on: ");
        terminal.err().flush();
        if (!isYes(answers.get())) {
            throw CommandFailed.failed("nothing was done");
        }
    }

    private static boolean isYes(BufferedReader answers) {
        try {
            String answer = answers.readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes");
        } catch (IOException e) {
            throw CommandFailed.io("cannot read the answer", e);
        }
    }
}
