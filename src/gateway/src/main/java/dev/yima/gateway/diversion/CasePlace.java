package dev.yima.gateway.diversion;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.Ids;
import dev.yima.gateway.problem.Problem;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the list of cases, the worst first.
 *
 * @param standing how bad the case is
 * @param code the case
 * @param dealer who had it
 */
record CasePlace(int standing, CodeRef code, UUID dealer) {
    private static final Pattern FORM = Pattern.compile("([0-9])\\.([0-9]{1,7})\\.([0-9]{1,8})\\.([0-9a-f-]{36})");
    private static final CasePlace START = new CasePlace(-1, new CodeRef(-1, -1), new UUID(0, 0));
    private static final int STANDING = 1;
    private static final int LOT = 2;
    private static final int SERIAL = 3;
    private static final int DEALER = 4;

    static CasePlace of(CaseCount one) {
        return new CasePlace(one.standing(), one.code(), one.dealer());
    }

    /** Reads what {@link #text} wrote; null is the start. */
    static CasePlace read(@Nullable String text) {
        if (text == null) {
            return START;
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw Problem.invalid("after", "must be what the page before called next");
        }
        return new CasePlace(
                Integer.parseInt(parts.group(STANDING)),
                new CodeRef(Integer.parseInt(parts.group(LOT)), Integer.parseInt(parts.group(SERIAL))),
                Ids.read(parts.group(DEALER))
                        .orElseThrow(() -> Problem.invalid("after", "must be what the page before called next")));
    }

    String text() {
        return standing + "." + code.lot() + "." + code.serial() + "." + dealer;
    }
}
