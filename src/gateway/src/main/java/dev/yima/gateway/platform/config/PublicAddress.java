package dev.yima.gateway.platform.config;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The public address of this service: scheme, host and port. */
@ApplicationScoped
@Startup // so that a malformed one is an error at start
public class PublicAddress {
    private static final Pattern FORM = Pattern.compile("(?i)https?://[^/?#@\\s]+/?");

    private final String fallback;

    PublicAddress(YimaConfig config, @ConfigProperty(name = "quarkus.http.port") int port) {
        this.fallback = config.publicUrl().map(PublicAddress::withoutSlash).orElse("http://localhost:" + port);
    }

    /** The address that is printed in the codes of a brand: its own host, or for null the deployment's address. */
    public String of(@Nullable String host) {
        return host == null ? fallback : "https://" + host;
    }

    /** Whether the deployment's address is one of HTTPS. */
    public boolean isSecure() {
        return fallback.startsWith("https://");
    }

    /** Whether a host, with its port if it has one, is the deployment's own. */
    public boolean isOwn(String host) {
        return host.equalsIgnoreCase(URI.create(fallback).getAuthority());
    }

    private static String withoutSlash(String url) {
        if (!FORM.matcher(url).matches()) {
            throw new StartException("must be http(s)://HOST[:PORT]: YIMA_PUBLIC_URL=" + url);
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
