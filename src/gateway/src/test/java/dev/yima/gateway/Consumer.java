package dev.yima.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A person with a phone of their own: keeps the cookie that they are given. */
public final class Consumer {
    private static final AtomicInteger PHONES = new AtomicInteger();

    private final String browser;
    private final Map<String, String> network;
    private final AtomicReference<String> cookie = new AtomicReference<>();

    /** Somebody whose phone is like no other. */
    public Consumer() {
        this("Phone " + PHONES.incrementAndGet());
    }

    /** Somebody whose browser calls itself something. */
    public Consumer(String browser) {
        this(browser, Map.of());
    }

    private Consumer(String browser, Map<String, String> network) {
        this.browser = browser;
        this.network = network;
    }

    /** Whoever has a copy of the cookie in a browser like this person's, at an address elsewhere. */
    public Consumer elsewhere(String address) {
        Consumer other = new Consumer(browser, Map.of("X-Forwarded-For", address));
        other.cookie.set(cookie.get());
        return other;
    }

    /** Asks for the packet. */
    public JsonPath claim(String code) {
        return scan(Map.of("code", code));
    }

    /** Only looks. */
    public JsonPath look(String code) {
        return scan(Map.of("code", code, "claim", false));
    }

    private JsonPath scan(Object body) {
        HttpRequest.Builder request = QuickHttp.to("/api/v1/scans").header("User-Agent", browser);
        if (cookie.get() != null) {
            request.header("Cookie", "yima_member=" + cookie.get());
        }
        HttpResponse<String> answer = QuickHttp.post(request, body);
        if (answer.statusCode() != 200) {
            throw new AssertionError("a scan was answered " + answer.statusCode() + ": " + answer.body());
        }
        answer.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("yima_member="))
                .forEach(set -> cookie.set(set.substring(set.indexOf('=') + 1, set.indexOf(';'))));
        return QuickJson.of(answer.body());
    }

    /** Sends any scan. */
    public Response send(Object body) {
        var request = given().header("User-Agent", browser)
                .contentType(ContentType.JSON)
                .body(body);
        if (cookie.get() != null) {
            request.cookie("yima_member", cookie.get());
        }
        Response response = request.post("/api/v1/scans");
        if (response.cookie("yima_member") != null) {
            cookie.set(response.cookie("yima_member"));
        }
        return response;
    }

    /** Posts something as this person. */
    public Response post(String path, Object body) {
        return post(path, body, Map.of());
    }

    /** Posts something with an Idempotency-Key. */
    public Response postOnce(String path, Object body, String key) {
        return post(path, body, Map.of("Idempotency-Key", key));
    }

    private Response post(String path, Object body, Map<String, String> headers) {
        var request = given().header("User-Agent", browser)
                .headers(network)
                .headers(headers)
                .contentType(ContentType.JSON)
                .body(body);
        if (cookie.get() != null) {
            request.cookie("yima_member", cookie.get());
        }
        Response response = request.post(path);
        if (response.cookie("yima_member") != null) {
            cookie.set(response.cookie("yima_member"));
        }
        return response;
    }

    /** Gets something as this person. */
    public Response get(String path) {
        var request = given().header("User-Agent", browser).headers(network);
        return (cookie.get() == null ? request : request.cookie("yima_member", cookie.get())).get(path);
    }

    /** The same from an address elsewhere. */
    public Response get(String path, String from) {
        var request = given().header("User-Agent", browser).header("X-Forwarded-For", from);
        return (cookie.get() == null ? request : request.cookie("yima_member", cookie.get())).get(path);
    }

    /** Opens a page in a language; does not go where it leads. */
    public Response page(String path, String language) {
        return browsing(language).redirects().follow(false).get(path);
    }

    /** Sends a form of a page in a language. */
    public Response form(String path, String language, Map<String, String> fields) {
        return browsing(language)
                .contentType("application/x-www-form-urlencoded")
                .formParams(fields)
                .redirects()
                .follow(false)
                .post(path);
    }

    private RequestSpecification browsing(String language) {
        var request = given().header("User-Agent", browser)
                .headers(network)
                .header("Accept", "text/html")
                .header("Accept-Language", language)
                .header("Sec-Fetch-Site", "same-origin");
        return cookie.get() == null ? request : request.cookie("yima_member", cookie.get());
    }

    /** What they have. */
    public JsonPath me() {
        return QuickJson.of(given().cookie("yima_member", cookie.get()).get("/api/v1/me"));
    }
}
