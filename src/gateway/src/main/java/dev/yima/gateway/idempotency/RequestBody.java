package dev.yima.gateway.idempotency;

import dev.yima.gateway.problem.BodyLimit;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** The body of a request, read before the resource is called. */
final class RequestBody {
    private RequestBody() {}

    /** Reads the body, also one of unknown length. Fails with {@code BODY_TOO_LARGE} beyond {@link BodyLimit}. */
    static Uni<byte[]> of(HttpServerRequest request) {
        int bytesMax = BodyLimit.of(request.path());
        return Uni.createFrom().emitter(read -> {
            if (request.isEnded()) {
                read.complete(new byte[0]);
                return;
            }
            Buffer body = Buffer.buffer();
            request.handler(part -> {
                        if (body.length() + part.length() <= bytesMax) {
                            body.appendBuffer(part);
                        } else {
                            read.fail(new Problem(
                                    ProblemType.BODY_TOO_LARGE, "the body must have at most " + bytesMax + " bytes"));
                        }
                    })
                    .exceptionHandler(read::fail)
                    .endHandler(ended -> read.complete(body.getBytes()))
                    .resume();
        });
    }
}
