package dev.yima.codegen.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.UUID;

/** The public calls of the server. Every method throws {@link CommandFailed} when the answer is not yes. */
public final class PublicApi {
    /** The path under which a service says who it is. */
    static final String IDENTITY = "/.well-known/yima";

    private final ServerAddress address;
    private final ApiClient client;

    PublicApi(ServerAddress address) {
        this.address = address;
        this.client = new ApiClient(address, Optional.empty());
    }

    /** Asks who answers under this address: {@code service}, and of a brand's host {@code brandId}, {@code brand}. */
    public JsonNode identity() {
        return client.ask(HttpRequest.newBuilder(address.resolve(IDENTITY)), "");
    }

    /** The public page of a campaign. */
    public JsonNode campaign(UUID id) {
        return client.ask(HttpRequest.newBuilder(address.resolve("/c/" + id)), "");
    }

    /** The claim positions of a campaign that has ended, as CSV; of any length, so that it is read as it comes. */
    public InputStream draws(UUID id) {
        return client.stream(HttpRequest.newBuilder(address.resolve("/c/" + id + "/draws")));
    }
}
