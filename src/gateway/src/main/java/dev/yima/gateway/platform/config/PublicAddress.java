package dev.yima.gateway.platform.config;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Provider;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The public address of this service: scheme, host and port. */
@ApplicationScoped
@Startup // so that a malformed one is an error at start
public class PublicAddress {
    private static final Pattern FORM = Pattern.compile("(?i)https?://[^/?#@\\s]+/?");

    private final @Nullable String configured;
    private final Provider<Integer> port;

    /** The port is asked for at each use: one that the system chooses is known only once it is open. */
    PublicAddress(YimaConfig config, @ConfigProperty(name = "quarkus.http.port") Provider<Integer> port) {
        this.configured = config.publicUrl().map(PublicAddress::withoutSlash).orElse(null);
        this.port = port;
    }

    /** The address that is printed in the codes of a brand: its own host, or for null the deployment's address. */
    public String of(@Nullable String host) {
        return host == null ? own() : "https://" + host;
    }

    /** Whether the deployment's address is one of HTTPS. */
    public boolean isSecure() {
        return own().startsWith("https://");
    }

    /** Whether a host, with its port if it has one, is the deployment's own. */
    public boolean isOwn(String host) {
        return host.equalsIgnoreCase(URI.create(own()).getAuthority());
    }

    private String own() {
        return configured == null ? "http://localhost:" + port.get() : configured;
    }

    private static String withoutSlash(String url) {
        if (!FORM.matcher(url).matches()) {
            throw new StartException("must be http(s)://HOST[:PORT]: YIMA_PUBLIC_URL=" + url);
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
