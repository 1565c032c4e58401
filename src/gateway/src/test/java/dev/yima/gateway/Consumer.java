package dev.yima.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A person with a phone: keeps the cookie that they are given. */
public final class Consumer {
    private final AtomicReference<String> cookie = new AtomicReference<>();

    /** Asks for the packet. */
    public JsonPath claim(String code) {
        return ok(send(Map.of("code", code)));
    }

    /** Only looks. */
    public JsonPath look(String code) {
        return ok(send(Map.of("code", code, "claim", false)));
    }

    /** Sends any scan. */
    public Response send(Object body) {
        var request = given().contentType(ContentType.JSON).body(body);
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
        return given().contentType(ContentType.JSON)
                .cookie("yima_member", cookie.get())
                .body(body)
                .post(path);
    }

    /** What they have. */
    public JsonPath me() {
        return given().cookie("yima_member", cookie.get()).get("/api/v1/me").jsonPath();
    }

    private static JsonPath ok(Response response) {
        if (response.statusCode() != 200) {
            throw new AssertionError("a scan was answered " + response.statusCode() + ": " + response.asString());
        }
        return response.jsonPath();
    }
}
