package dev.yima.gateway;

import dev.yima.gateway.platform.config.StartException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The URL of a database: {@code postgresql://user:password@host:port/db}, with the parameters {@code sslmode} and
 * {@code sslrootcert} of libpq, and others that both drivers know.
 *
 * @param server host, port and name, without the role
 * @param parameters the parameters but {@code sslrootcert}, as they were written
 * @param user the role
 * @param password its password
 * @param mode how TLS is spoken: one of {@link #MODES}
 * @param authorities a file of the certificates, in PEM, of those who are trusted to name a server
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">libpq: protection in different modes</a>
 */
record DatabaseUrl(
        String server, List<String> parameters, String user, String password, String mode, Optional<Path> authorities) {
    static final List<String> MODES = List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final int PORT = 5432;
    private static final String ROOT = "sslrootcert=";
    private static final String MODE = "sslmode=";

    /**
     * Reads one.
     *
     * @param setting its name, for the error
     * @throws StartException when it is none, or its certificates are checked by nothing
     */
    static DatabaseUrl read(String url, String setting) {
        String shape = "must be postgresql://user:password@host:port/db: " + setting;
        try {
            URI uri = new URI(url);
            String[] login = Optional.ofNullable(uri.getUserInfo()).orElse("").split(":", 2);
            boolean isNamed = uri.getPath() != null && uri.getPath().length() >= 2;
            if (uri.getHost() == null || login.length != 2 || !isNamed) {
                throw new StartException(shape);
            }
            int port = uri.getPort() < 0 ? PORT : uri.getPort();
            List<String> all =
                    uri.getQuery() == null ? List.of() : List.of(uri.getQuery().split("&"));
            return new DatabaseUrl(
                            uri.getHost() + ":" + port + uri.getPath(),
                            all.stream().filter(one -> !one.startsWith(ROOT)).toList(),
                            login[0],
                            login[1],
                            value(all, MODE).orElse("prefer"),
                            value(all, ROOT).map(Path::of))
                    .checked(setting);
        } catch (URISyntaxException e) {
            throw new StartException(shape, e);
        }
    }

    private static Optional<String> value(List<String> parameters, String name) {
        return parameters.stream()
                .filter(one -> one.startsWith(name))
                .map(one -> one.substring(name.length()))
                .findFirst();
    }

    private DatabaseUrl checked(String setting) {
        if (!MODES.contains(mode)) {
            throw new StartException("sslmode must be one of " + String.join(", ", MODES) + ": " + setting);
        }
        if (verifies() && authorities.filter(Files::isReadable).isEmpty()) {
            throw new StartException("sslmode=" + mode
                    + " needs sslrootcert=FILE, the certificates of trusted authorities in PEM: " + setting);
        }
        return this;
    }

    private boolean verifies() {
        return mode.startsWith("verify-");
    }

    /** As the driver of migrations reads it. */
    String jdbc() {
        List<String> all = new ArrayList<>(parameters);
        authorities.ifPresent(file -> all.add(ROOT + file));
        return "jdbc:" + location(all);
    }

    /** The properties of a pool of the reactive driver; that one takes the authorities for itself. */
    Map<String, String> pool(String prefix) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(prefix + ".reactive.url", location(parameters));
        properties.put(prefix + ".username", user);
        properties.put(prefix + ".password", password);
        if (verifies()) {
            properties.put(prefix + ".reactive.trust-certificate-pem", "true");
            properties.put(
                    prefix + ".reactive.trust-certificate-pem.certs",
                    authorities.orElseThrow().toString());
            properties.put(
                    prefix + ".reactive.hostname-verification-algorithm",
                    mode.equals("verify-full") ? "HTTPS" : "NONE");
        }
        return properties;
    }

    private String location(List<String> with) {
        return "postgresql://" + server + (with.isEmpty() ? "" : "?" + String.join("&", with));
    }
}
