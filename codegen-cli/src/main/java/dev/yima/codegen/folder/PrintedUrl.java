package dev.yima.codegen.folder;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address that codes are printed under: whether the phones of those who buy the goods can reach it. */
public final class PrintedUrl {
    private static final Pattern OWN_MACHINE =
            Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|0\\.0\\.0\\.0|\\[(::1?|0*(:0*){6}:0*1)]");
    private static final Pattern OWN_NETWORK =
            Pattern.compile("10(\\.\\d{1,3}){3}|192\\.168(\\.\\d{1,3}){2}|172\\.(1[6-9]|2\\d|3[01])(\\.\\d{1,3}){2}"
                    + "|169\\.254(\\.\\d{1,3}){2}|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])(\\.\\d{1,3}){2}"
                    + "|\\[f[cde][0-9a-f]*:.*]"
                    + "|.+\\.(local|lan|home|internal|intranet|corp)|[^.\\[]+");

    private PrintedUrl() {}

    /**
     * The reason not to print goods with an address: only this machine or its own network reaches it (RFC 1918, 3927,
     * 4193, 6598, 6761, 6762), or what is sent to it can be read on the way. Empty where nothing is wrong with it.
     *
     * @param urlBase scheme, host and port
     */
    public static Optional<String> doubt(String urlBase) {
        if (urlBase.isEmpty()) {
            return Optional.empty();
        }
        URI base = URI.create(urlBase);
        String host = String.valueOf(base.getHost()).toLowerCase(Locale.ROOT);
        if (OWN_MACHINE.matcher(host).matches()) {
            return Optional.of("is this machine's own: no phone opens it. YIMA_PUBLIC_URL, or the brand's host, says"
                    + " which address the codes have");
        }
        if (OWN_NETWORK.matcher(host).matches()) {
            return Optional.of("is reached from its own network alone. YIMA_PUBLIC_URL, or the brand's host, says which"
                    + " address the codes have");
        }
        return "https".equalsIgnoreCase(base.getScheme())
                ? Optional.empty()
                : Optional.of("is plain http: phones warn of it, and what they send can be read on the way");
    }
}
