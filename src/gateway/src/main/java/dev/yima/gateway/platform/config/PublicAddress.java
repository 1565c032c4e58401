package dev.yima.gateway.platform.config;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The public address of this service: scheme, host and port. */
@ApplicationScoped
public class PublicAddress {
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
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
