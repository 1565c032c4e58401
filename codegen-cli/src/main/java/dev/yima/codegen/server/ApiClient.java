package dev.yima.codegen.server;

import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS;
import static com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One question, one answer: sends a request once, waits a bounded time, and reads JSON or a refusal. */
final class ApiClient {
    /** Bytes of the longest answer that is read. */
    static final int ANSWER_BYTES_MAX = 16 << 20;

    private static final int CONNECT_TIMEOUT_S = 5;
    private static final int ANSWER_TIMEOUT_S = 30;
    private static final int STATUS_OK_MAX = 299;
    private static final int STATUS_REFUSED_MIN = 400;
    private static final int STATUS_UNKNOWN_KEY = 401;
    private static final int STATUS_NOT_FOUND = 404;
    private static final Pattern THING =
            Pattern.compile("/api/v1/(?<kind>lot|code|campaign|product)s/(?<id>[^/]+)(/(?!copies/).*)?$");

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(FAIL_ON_TRAILING_TOKENS, USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(CONNECT_TIMEOUT_S))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ServerAddress address;
    private final Optional<OwnerKey> key;

    /** Speaks as staff with a key, as anybody without one. */
    ApiClient(ServerAddress address, Optional<OwnerKey> key) {
        this.address = address;
        this.key = key;
    }

    /**
     * Asks and waits for the answer.
     *
     * @param whenLost the message besides, when the request was sent and its answer never came; may be empty
     * @throws CommandFailed when the server is away, refuses, or says something that is not JSON
     */
    JsonNode ask(HttpRequest.Builder request, String whenLost) {
        HttpResponse<byte[]> response = send(
                prepared(request, "application/json, application/problem+json"),
                headers -> new BoundedBody(ANSWER_BYTES_MAX),
                whenLost);
        mustBeYes(response, response::body);
        return json(response.body());
    }

    /** The same; empty when the server says that there is no such thing. */
    Optional<JsonNode> askIfThere(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = send(
                prepared(request, "application/json, application/problem+json"),
                headers -> new BoundedBody(ANSWER_BYTES_MAX),
                "");
        if (response.statusCode() == STATUS_NOT_FOUND) {
            return Optional.empty();
        }
        mustBeYes(response, response::body);
        return Optional.of(json(response.body()));
    }

    /**
     * Asks for something of any length, and returns when it begins to come.
     *
     * @throws CommandFailed when the server is away or refuses
     */
    InputStream stream(HttpRequest.Builder request) {
        HttpResponse<InputStream> response =
                send(prepared(request, "text/csv, application/problem+json"), BodyHandlers.ofInputStream(), "");
        mustBeYes(response, () -> firstBytes(response.body()));
        return response.body();
    }

    private HttpRequest prepared(HttpRequest.Builder request, String accept) {
        key.ifPresent(shown -> request.header("Authorization", shown.header()));
        return request.header("Accept", accept)
                .timeout(Duration.ofSeconds(ANSWER_TIMEOUT_S))
                .build();
    }

    private void mustBeYes(HttpResponse<?> response, Supplier<byte[]> body) {
        int status = response.statusCode();
        if (status == STATUS_UNKNOWN_KEY && key.isPresent()) {
            throw CommandFailed.refused("the server knows no such key: "
                    + key.get().source() + " is of another server" + " than " + address + ", or was taken back");
        }
        if (status >= STATUS_REFUSED_MIN) {
            throw CommandFailed.refused(hidden("the server refused: " + refusal(response, body.get())));
        }
        if (status > STATUS_OK_MAX) {
            throw CommandFailed.failed("must be the server itself, but " + address + " answered " + status + " to "
                    + response.headers().firstValue("Location").orElse("nowhere"));
        }
    }

    private static byte[] firstBytes(InputStream body) {
        try (body) {
            return body.readNBytes(ANSWER_BYTES_MAX);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, String whenLost) {
        // The request's own timeout ends with the headers; waiting on the future bounds the body too.
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, body);
        try {
            return answer.get(ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw lost(tooSlow(), whenLost);
        } catch (ExecutionException e) {
            throw unanswered(e.getCause(), whenLost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost("stopped while waiting for " + address, whenLost);
        }
    }

    private CommandFailed unanswered(@Nullable Throwable fault, String whenLost) {
        // A connection that was never made carried no request, so nothing can have been lost.
        if (fault instanceof ConnectException || fault instanceof HttpConnectTimeoutException) {
            return CommandFailed.failed("cannot reach the server at " + address + ": is it running?");
        }
        if (fault instanceof HttpTimeoutException) {
            return lost(tooSlow(), whenLost);
        }
        String reason = fault instanceof IOException io ? CommandFailed.reason(io) : String.valueOf(fault);
        return lost("no answer from " + address + ": " + hidden(reason), whenLost);
    }

    private String hidden(String text) {
        return key.map(shown -> shown.hiddenIn(text)).orElse(text);
    }

    private String tooSlow() {
        return "no answer from " + address + " within " + ANSWER_TIMEOUT_S + " s";
    }

    private static CommandFailed lost(String line, String more) {
        CommandFailed failed = CommandFailed.failed(line).unsettled();
        return more.isEmpty() ? failed : failed.alsoSaying(more);
    }

    private JsonNode json(byte[] body) {
        try {
            JsonNode json = mapper.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            // Said below: neither the text nor the parser's view of it helps the person.
        }
        throw CommandFailed.failed("the answer must be a JSON object: is " + address + " a Yima server?");
    }

    /**
     * Title and detail of a problem (RFC 9457), or the bare status when the body is anything else. What was asked for
     * by a number or an id and was not found is named by that, and not by its address.
     */
    private String refusal(HttpResponse<?> response, byte[] body) {
        int status = response.statusCode();
        Matcher thing = THING.matcher(response.request().uri().getPath());
        try {
            JsonNode problem = mapper.readTree(body);
            String title = SafeText.of(problem.path("title").asText(""));
            String detail = SafeText.of(problem.path("detail").asText(""));
            String text = status == STATUS_NOT_FOUND && detail.startsWith(title) && thing.find()
                    ? "this brand has no " + thing.group("kind") + " " + SafeText.of(thing.group("id"))
                    : Stream.of(detail.startsWith(title) ? "" : title, detail)
                            .filter(part -> !part.isBlank())
                            .collect(Collectors.joining(": "));
            return text.isEmpty() ? "status " + status : text + " (status " + status + ")";
        } catch (IOException e) {
            return "status " + status;
        }
    }
}
