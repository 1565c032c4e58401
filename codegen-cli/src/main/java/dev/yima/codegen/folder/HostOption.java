package dev.yima.codegen.folder;

import dev.yima.codegen.terminal.CommandFailed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which host codes must be printed with. */
public final class HostOption {
    @Option(
            names = "--expect-host",
            paramLabel = "HOST",
            description = "Refuse unless the codes are printed with this host, such as q.example.com or"
                    + " localhost:8080: what is on a label cannot be called back.")
    private @Nullable String host;

    /** Whether the command line names a host. */
    public boolean isGiven() {
        return host != null;
    }

    /** The host that the command line names. */
    public Optional<String> named() {
        return Optional.ofNullable(host);
    }

    /** Whether an address is under the host that was named, or none was. */
    public boolean allows(String urlBase) {
        return host == null || host.equalsIgnoreCase(urlBase.replaceFirst("(?i)^https?://", ""));
    }

    /**
     * Refuses an address that is under another host than was named.
     *
     * @param urlBase scheme and host
     * @param from what says so, for the message
     * @throws CommandFailed when they differ
     */
    public void require(String urlBase, Object from) {
        if (!allows(urlBase)) {
            throw CommandFailed.failed(from + ": the codes open " + urlBase + ", and not --expect-host=" + host
                    + "; the brand's host, or YIMA_PUBLIC_URL, says which address they have");
        }
    }
}
