package dev.yima.gateway.idempotency;

import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** The body of a request, read before the resource is called. */
final class RequestBody {
    /** The largest body of any call, in bytes. */
    private static final int BYTES_MAX = 262_144;

    private RequestBody() {}

    /** Reads the body. Fails with {@code BODY_TOO_LARGE} beyond {@value #BYTES_MAX} bytes. */
    static Uni<byte[]> of(HttpServerRequest request) {
        return Uni.createFrom().emitter(read -> {
            if (request.isEnded()) {
                read.complete(new byte[0]);
                return;
            }
            Buffer body = Buffer.buffer();
            request.handler(part -> {
                        if (body.length() + part.length() <= BYTES_MAX) {
                            body.appendBuffer(part);
                        } else {
                            read.fail(new Problem(
                                    ProblemType.BODY_TOO_LARGE, "the body must have at most " + BYTES_MAX + " bytes"));
                        }
                    })
                    .exceptionHandler(read::fail)
                    .endHandler(ended -> read.complete(body.getBytes()))
                    .resume();
        });
    }
}
