package dev.yima.gateway;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.http.TestHTTPResourceManager;
import io.restassured.response.Response;
import java.net.URI;

/** The port for operators of the service under test. */
public final class Management {
    private Management() {}

    /** Its address, with a path. */
    public static URI uri(String path) {
        return URI.create(TestHTTPResourceManager.getManagementUri()).resolve(path);
    }

    /** What a path of it answers. */
    public static Response get(String path) {
        return given().get(uri(path));
    }
}
