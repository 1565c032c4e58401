package dev.yima.gateway.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes answers as JSON, as they are sent, so that the first can be given again as it was. */
@ApplicationScoped
class ScanAnswerJson {
    private final ObjectMapper json;

    ScanAnswerJson(ObjectMapper json) {
        this.json = json;
    }

    String write(ScanAnswer answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a response cannot be written as JSON", e);
        }
    }
}
