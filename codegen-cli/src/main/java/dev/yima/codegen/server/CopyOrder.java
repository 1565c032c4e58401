package dev.yima.codegen.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A copy that the server is told of before it is written.
 *
 * @param recipient whom it is for; empty for the brand's own
 * @param encryption its encryption
 * @param honeys the number of codes that stand in this copy alone
 * @param mixed whether those are scattered among the others
 */
public record CopyOrder(String recipient, Encryption encryption, int honeys, boolean mixed) {
    /** The encryption of a copy. */
    public enum Encryption {
        /** To the recipient's public key. */
        AGE,
        /** With a passphrase. */
        PASSPHRASE,
        /** Not at all. */
        NONE;

        /** As people say it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("recipient", recipient)
                .put("encryption", encryption.name())
                .put("honeys", honeys)
                .put("mixed", mixed);
    }
}
