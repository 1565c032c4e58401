package dev.yima.gateway.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.impl.NoStackTraceThrowable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What closed before or while it was needed is 503, so that a proxy or a person asks again; a fault of ours is not. */
class FailureMappingTest {
    @ParameterizedTest
    @ValueSource(strings = {"Pool closed", "Connection is not active now, current status: CLOSED"})
    void aConnectionThatIsGoneIsNotAFault(String said) {
        Throwable failure = new IllegalStateException(new NoStackTraceThrowable(said));

        assertEquals(ProblemType.UNAVAILABLE, FailureMapping.problem(failure).type());
    }

    @Test
    void anythingElseIs() {
        Throwable failure = new IllegalStateException(new NoStackTraceThrowable("no such thing"));

        assertEquals(ProblemType.INTERNAL, FailureMapping.problem(failure).type());
    }
}
