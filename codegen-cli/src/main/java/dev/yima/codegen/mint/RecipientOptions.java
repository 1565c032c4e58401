package dev.yima.codegen.mint;

import dev.yima.codegen.age.AgeIdentity;
import dev.yima.codegen.age.AgeRecipient;
import dev.yima.codegen.age.Passphrase;
import dev.yima.codegen.mint.OrderPlan.RecipientRef;
import dev.yima.codegen.server.CopyOrder;
import dev.yima.codegen.server.CopyOrder.Encryption;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.SafeText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code mint} that say who may open what is written. */
final class RecipientOptions {
    /** Recipients of an order. */
    static final int RECIPIENTS_MAX = 16;

    /** Honey codes of a copy. */
    static final int HONEYS_MAX = 256;

    private static final int HONEYS_DEFAULT = 16;
    private static final String KEY_START = "age1";
    private static final int NAME_LENGTH_MAX = 60;

    @Option(
            names = "--recipient",
            paramLabel = "[NAME=]age1…",
            description =
                    "Write files of age that only the holder of this key can open, and nothing else. Once for each"
                            + " recipient, at most " + RECIPIENTS_MAX
                            + "; each gets a copy of its own. 'codegen keygen' makes"
                            + " a key.")
    private List<String> keys = List.of();

    @Option(
            names = "--passphrase-file",
            paramLabel = "NAME=FILE",
            description = "The same for a recipient who has no key but knows the passphrase in FILE, at least "
                    + Passphrase.LENGTH_MIN + " characters. It is written down nowhere.")
    private List<String> passphraseFiles = List.of();

    @Option(
            names = "--honey",
            paramLabel = "COUNT",
            description =
                    "How many codes, besides the ordered ones, stand in each recipient's copy of a lot alone and are"
                            + " never printed on goods; a scan of one names the recipient. 0 to " + HONEYS_MAX
                            + " (default: " + HONEYS_DEFAULT + ").")
    private @Nullable Integer honeys;

    @Option(
            names = "--honey-mixed",
            description = "Scatter the honey codes among the others instead of marking them with # at the end of each"
                    + " file. 'codegen custody LOT' lists them: take their labels out after printing.")
    private boolean mixed;

    int honeys() {
        int wanted = honeys == null ? HONEYS_DEFAULT : honeys;
        if (wanted < 0 || wanted > HONEYS_MAX) {
            throw CommandFailed.usage("must be 0 to " + HONEYS_MAX + ": --honey=" + wanted);
        }
        return wanted;
    }

    boolean mixed() {
        return mixed;
    }

    /** The names of the recipients, without their keys. */
    List<RecipientRef> refs() {
        List<RecipientRef> refs = new ArrayList<>();
        for (String key : keys) {
            if (AgeIdentity.isSecretKey(key)) {
                throw CommandFailed.usage(
                        "must be the public key, age1…, and is the secret one, which nobody may see: --recipient");
            }
            int equals = key.indexOf('=');
            refs.add(new RecipientRef(name(equals < 0 ? key : key.substring(0, equals)), key.substring(equals + 1)));
        }
        for (String file : passphraseFiles) {
            if (file.indexOf('=') < 1) {
                throw CommandFailed.usage("must be NAME=FILE: --passphrase-file=" + file);
            }
            refs.add(new RecipientRef(name(file.substring(0, file.indexOf('='))), null));
        }
        Set<String> names = new HashSet<>();
        if (refs.isEmpty() && (honeys != null || mixed)) {
            throw CommandFailed.usage(
                    "must have a --recipient or a --passphrase-file: only their copies have honey codes");
        }
        if (mixed && honeys() == 0) {
            throw CommandFailed.usage("must not be given, since it does nothing with --honey=0: --honey-mixed");
        }
        if (refs.size() > RECIPIENTS_MAX || !refs.stream().allMatch(ref -> names.add(ref.name()))) {
            throw CommandFailed.usage(
                    "must be at most " + RECIPIENTS_MAX + " recipients, each named once: --recipient");
        }
        return List.copyOf(refs);
    }

    /** A warning for each recipient with the key of another: either opens the copy of the other. */
    List<String> sharedKeys() {
        List<String> warnings = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (RecipientRef ref : refs()) {
            String other =
                    ref.key() == null ? null : names.putIfAbsent(ref.key().toLowerCase(Locale.ROOT), ref.name());
            if (other != null) {
                warnings.add(other + " and " + ref.name()
                        + " have the same key: each opens the other's copy, and a leak does not tell whose it was");
            }
        }
        return warnings;
    }

    /** The option by which what is written can be printed, with a word for its value; empty for plain files. */
    String opener() {
        if (!keys.isEmpty()) {
            return " -i KEY";
        }
        return passphraseFiles.isEmpty() ? "" : " --passphrase-file FILE";
    }

    /** The copies to be written: one for each recipient, or the brand's own. */
    List<CopyPlan> copies() {
        List<CopyPlan> copies = new ArrayList<>();
        int passphrases = 0;
        for (RecipientRef ref : refs()) {
            Encryption encryption = ref.key() == null ? Encryption.PASSPHRASE : Encryption.AGE;
            CopyOrder order = new CopyOrder(ref.name(), encryption, honeys(), mixed);
            if (ref.key() == null) {
                char[] secret = passphrase(passphraseFiles.get(passphrases++));
                copies.add(new CopyPlan(order, AgeRecipient.ofPassphrase(secret), AgeIdentity.ofPassphrase(secret)));
            } else {
                copies.add(new CopyPlan(order, AgeRecipient.ofKey(ref.key()), null));
            }
        }
        return copies.isEmpty() ? List.of(CopyPlan.PLAIN) : List.copyOf(copies);
    }

    private static String name(String name) {
        String wanted = name.strip();
        boolean shown = wanted.codePoints().noneMatch(SafeText::isObeyed);
        int lengthMax = wanted.startsWith(KEY_START) ? 2 * NAME_LENGTH_MAX : NAME_LENGTH_MAX;
        if (wanted.isEmpty() || wanted.length() > lengthMax || !shown) {
            throw CommandFailed.usage("must be named in 1 to " + NAME_LENGTH_MAX + " printable characters: " + name);
        }
        return wanted;
    }

    private static char[] passphrase(String named) {
        return Passphrase.read(Path.of(named.substring(named.indexOf('=') + 1)));
    }
}
