package dev.yima.codegen.server;

import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say which server to ask and as whom. */
public final class ConnectionOptions {
    private static final String URL_DEFAULT = "http://localhost:8080";
    private static final String KEY_FILE = "owner.key";

    private final Terminal terminal;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            scope = ScopeType.INHERIT,
            description = "The staff key (default: $$YIMA_KEY, else the file $$YIMA_HOME/owner.key, else"
                    + " ~/.yima/owner.key). Others on this machine can see a command line: prefer the file.")
    private @Nullable String key;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The server (default: $$YIMA_URL, else " + URL_DEFAULT + ").")
    private @Nullable String url;

    @Option(
            names = "--insecure-http",
            scope = ScopeType.INHERIT,
            description = "Send the key over plain http even to another machine, where anyone on the way reads it.")
    private boolean insecureHttp;

    /** Environment variables come from the terminal. */
    public ConnectionOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Settles address and key; asks the server for nothing.
     *
     * @throws CommandFailed when one of them is missing or malformed, or the key would travel in the open
     */
    public StaffApi connect() {
        ServerAddress address = ServerAddress.read(address());
        OwnerKey ownerKey = ownerKey();
        if (address.isOpenToReaders() && !insecureHttp) {
            throw CommandFailed.failed("must be https unless --insecure-http is given, or anyone on the way reads the"
                    + " key: url=" + address);
        }
        return new StaffApi(address, ownerKey);
    }

    /**
     * Settles the address alone, for what anybody may ask; no key is looked for.
     *
     * @param named the address, where the command line names one in another way
     * @throws CommandFailed when it is malformed
     */
    public PublicApi visit(Optional<String> named) {
        return new PublicApi(ServerAddress.read(named.orElseGet(this::address)));
    }

    private String address() {
        if (url != null) {
            return url;
        }
        String variable = terminal.variable("YIMA_URL");
        return variable.isEmpty() ? URL_DEFAULT : variable;
    }

    private OwnerKey ownerKey() {
        if (key != null) {
            return OwnerKey.of("--key", key);
        }
        String variable = terminal.variable("YIMA_KEY");
        return variable.isEmpty() ? OwnerKey.in(home(terminal).resolve(KEY_FILE)) : OwnerKey.of("YIMA_KEY", variable);
    }

    /** The folder of this person's settings. */
    public static Path home(Terminal terminal) {
        String variable = terminal.variable("YIMA_HOME");
        return variable.isEmpty() ? Path.of(System.getProperty("user.home", "."), ".yima") : Path.of(variable);
    }
}
