package dev.yima.codegen.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.SafeText;
import java.util.Optional;

/**
 * The address that printed codes open, asked whether it leads to the server that knows them. It is asked who it is and
 * not for a code, so nothing counts as a scan.
 *
 * @param seen what was found there, in words
 * @param leadsHere whether it leads to the server, and to this brand
 */
public record PrintedAddress(String seen, boolean leadsHere) {
    /**
     * Asks an address, following no redirect, for a bounded time.
     *
     * @param urlBase scheme, host and port
     */
    public static PrintedAddress ask(StaffApi server, String urlBase) {
        try {
            JsonNode there = new PublicApi(ServerAddress.read(urlBase)).identity();
            String service = there.path("service").asText("");
            if (service.isEmpty() || !server.serviceId().equals(Optional.of(service))) {
                return doubt(urlBase, "another server answers there");
            }
            String brand = there.path("brandId").asText("");
            String name = SafeText.of(there.path("brand").asText(""));
            if (!brand.isEmpty() && !brand.equals(server.brand().path("id").asText(""))) {
                return doubt(urlBase, "it is the address of brand " + name);
            }
            return new PrintedAddress(urlBase + " leads here" + (name.isEmpty() ? "" : ", to brand " + name), true);
        } catch (CommandFailed e) {
            return doubt(urlBase, e.line());
        }
    }

    private static PrintedAddress doubt(String urlBase, String reason) {
        return new PrintedAddress("the codes open " + urlBase + ", which does not lead here: " + reason, false);
    }
}
