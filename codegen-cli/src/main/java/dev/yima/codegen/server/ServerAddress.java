package dev.yima.codegen.server;

import dev.yima.codegen.terminal.CommandFailed;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address of the server.
 *
 * @param base scheme, host and port, and a path if a proxy wants one, without a slash at the end
 */
record ServerAddress(URI base) {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|[a-z0-9.-]+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0*(:0*){6}:0*1]");

    /** Reads an address from the command line or the environment. */
    static ServerAddress read(String text) {
        String trimmed = text.strip().replaceAll("/+$", "");
        try {
            URI base = new URI(trimmed);
            boolean http = "http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme());
            boolean bare = base.getRawUserInfo() == null && base.getRawQuery() == null && base.getRawFragment() == null;
            if (http && bare && base.getHost() != null && base.getPort() <= 65_535) {
                return new ServerAddress(base);
            }
        } catch (URISyntaxException e) {
            // Said below, for this and every other fault, in the same words.
        }
        throw CommandFailed.usage("must be http(s)://HOST[:PORT]: url=" + withoutSecrets(trimmed));
    }

    /** The address of one resource. */
    URI resolve(String path) {
        return URI.create(base + path);
    }

    /** Whether what is sent can be read on the way: plain http to anything but this machine. */
    boolean isOpenToReaders() {
        String host = String.valueOf(base.getHost()).toLowerCase(Locale.ROOT);
        return "http".equalsIgnoreCase(base.getScheme())
                && !LOOPBACK.matcher(host).matches();
    }

    @Override
    public String toString() {
        return base.toString();
    }

    private static String withoutSecrets(String url) {
        return url.replaceAll("//[^/]*@", "//…@");
    }
}
