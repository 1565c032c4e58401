package dev.yima.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.config.StartException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
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
 * @param mode how TLS is spoken: one of {@link #MODES}; without the parameter not at all, by both drivers
 * @param authorities a file of the certificates, in PEM, of those who are trusted to name a server
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">libpq: protection in different modes</a>
 */
record DatabaseUrl(
        String server, List<String> parameters, String user, String password, String mode, Optional<Path> authorities) {
    private static final String VERIFY = "verify-full";

    /** Of those that libpq has, the ones that mean the same to both drivers. */
    static final List<String> MODES = List.of("disable", VERIFY);

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
            List<String> all = uri.getRawQuery() == null
                    ? List.of()
                    : List.of(uri.getRawQuery().split("&"));
            return new DatabaseUrl(
                            uri.getHost() + ":" + port + uri.getPath(),
                            all.stream().filter(one -> !one.startsWith(ROOT)).toList(),
                            login[0],
                            login[1],
                            value(all, MODE).orElse("disable"),
                            value(all, ROOT).map(Path::of))
                    .checked(setting);
        } catch (URISyntaxException e) {
            throw new StartException(shape, e);
        }
    }

    private static Optional<String> value(List<String> parameters, String name) {
        return parameters.stream()
                .filter(one -> one.startsWith(name))
                .map(one -> URLDecoder.decode(one.substring(name.length()), UTF_8))
                .findFirst();
    }

    private DatabaseUrl checked(String setting) {
        if (!MODES.contains(mode)) {
            throw new StartException("sslmode must be " + String.join(" or ", MODES) + ": " + setting);
        }
        if (verifies() && authorities.filter(Files::isReadable).isEmpty()) {
            throw new StartException("sslmode=" + mode
                    + " needs sslrootcert=FILE, the certificates of trusted authorities in PEM: " + setting);
        }
        return this;
    }

    private boolean verifies() {
        return mode.equals(VERIFY);
    }

    /** As the driver of migrations reads it. */
    String jdbc() {
        List<String> all = new ArrayList<>(parameters);
        if (parameters.stream().noneMatch(one -> one.startsWith(MODE))) {
            all.add(MODE + mode);
        }
        authorities.ifPresent(file -> all.add(ROOT + URLEncoder.encode(file.toString(), UTF_8)));
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
            properties.put(prefix + ".reactive.hostname-verification-algorithm", "HTTPS");
        }
        return properties;
    }

    private String location(List<String> with) {
        return "postgresql://" + server + (with.isEmpty() ? "" : "?" + String.join("&", with));
    }
}
