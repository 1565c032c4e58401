package dev.yima.gateway.diversion;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.problem.Problem;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rank in the list of cases, the worst first; the cursor of its pages.
 *
 * @param standing the standing of the case
 * @param code the case
 * @param dealer the dealer who held it
 */
public record CaseRank(int standing, CodeRef code, UUID dealer) {
    private static final Pattern FORM = Pattern.compile("([0-9])\\.([0-9]{1,7})\\.([0-9]{1,8})\\.([0-9a-f-]{36})");
    private static final CaseRank START = new CaseRank(-1, new CodeRef(-1, -1), new UUID(0, 0));
    private static final int STANDING = 1;
    private static final int LOT = 2;
    private static final int SERIAL = 3;
    private static final int DEALER = 4;

    /** The rank of a case. */
    public static CaseRank of(CaseCount one) {
        return new CaseRank(one.standing(), one.code(), one.dealer());
    }

    /** Reads the text of a rank; null is the start. Fails with a problem on {@code after} for any other text. */
    public static CaseRank read(@Nullable String text) {
        if (text == null) {
            return START;
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw Problem.invalid("after", "must be what the page before called next");
        }
        return new CaseRank(
                Integer.parseInt(parts.group(STANDING)),
                new CodeRef(Integer.parseInt(parts.group(LOT)), Integer.parseInt(parts.group(SERIAL))),
                Ids.read(parts.group(DEALER))
                        .orElseThrow(() -> Problem.invalid("after", "must be what the page before called next")));
    }

    /** The rank as a text that {@link #read} takes. */
    public String text() {
        return standing + "." + code.lot() + "." + code.serial() + "." + dealer;
    }
}
