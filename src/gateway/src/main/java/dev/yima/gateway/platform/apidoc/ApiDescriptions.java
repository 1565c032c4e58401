package dev.yima.gateway.platform.apidoc;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.github.therapi.runtimejavadoc.ClassJavadoc;
import com.github.therapi.runtimejavadoc.Comment;
import com.github.therapi.runtimejavadoc.CommentVisitor;
import com.github.therapi.runtimejavadoc.Link;
import com.github.therapi.runtimejavadoc.ParamJavadoc;
import com.github.therapi.runtimejavadoc.RuntimeJavadoc;
import com.github.therapi.runtimejavadoc.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/** Descriptions of schemas and their fields: the Javadoc of the records and enumerations that they are made from. */
final class ApiDescriptions {
    private static final String OURS = "dev.yima.";
    /** A page of anything has the name of that behind its own. */
    private static final String PAGE = "Page";

    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);

    /** Types of the JDK, which has its Javadoc elsewhere. */
    private static final Map<String, String> OF_THE_JDK = Map.of(
            "Instant", "A moment: a date, a time and an offset from UTC (RFC 3339)",
            "LocalDate", "A day of the brand's calendar (RFC 3339)",
            "LocalTime", "A time of a day of the brand's calendar",
            "DayOfWeek", "A day of the week",
            "UUID", "An id (RFC 9562)");

    private static final DotName UNWRAPPED = DotName.createSimple(JsonUnwrapped.class);
    private static final DotName NAMED = DotName.createSimple(JsonProperty.class);

    private final IndexView index;
    private final Map<String, List<ClassInfo>> classes = new HashMap<>();

    ApiDescriptions(IndexView index) {
        this.index = index;
        for (ClassInfo each : index.getKnownClasses()) {
            if (each.name().toString().startsWith(OURS) && (each.isRecord() || each.isEnum())) {
                classes.computeIfAbsent(schemaName(each), none -> new ArrayList<>())
                        .add(each);
            }
        }
    }

    /** Describes a schema and its fields, as far as nobody else has. */
    void describe(String name, Schema schema) {
        if (OF_THE_JDK.containsKey(name) && schema.getDescription() == null) {
            schema.setDescription(OF_THE_JDK.get(name));
        }
        Set<String> fields =
                Optional.ofNullable(schema.getProperties()).orElse(Map.of()).keySet();
        classes.getOrDefault(name.startsWith(PAGE) ? PAGE : name, List.of()).stream()
                .filter(each -> each.isEnum()
                        ? schema.getEnumeration() != null
                        : fields(each).keySet().containsAll(fields))
                .findFirst()
                .ifPresent(found -> describe(schema, found));
    }

    private void describe(Schema schema, ClassInfo type) {
        ClassJavadoc javadoc = javadoc(type);
        if (schema.getDescription() == null) {
            String values = javadoc.getEnumConstants().stream()
                    .map(value -> "\n- `" + value.getName() + "`: " + text(value.getComment()))
                    .collect(Collectors.joining());
            schema.setDescription(text(javadoc.getComment()) + (values.isEmpty() ? "" : "\n" + values));
        }
        Map<String, String> described = type.isRecord() ? fields(type) : Map.of();
        Optional.ofNullable(schema.getProperties()).orElse(Map.of()).forEach((name, field) -> {
            if (field.getDescription() == null) {
                field.setDescription(described.get(name));
            }
        });
    }

    /** The meanings of a record's fields, by their names in JSON; with those of records that are unwrapped into it. */
    private Map<String, String> fields(ClassInfo type) {
        Map<String, String> meanings = javadoc(type).getRecordComponents().stream()
                .collect(Collectors.toMap(ParamJavadoc::getName, component -> text(component.getComment())));
        Map<String, String> fields = new HashMap<>();
        for (RecordComponentInfo component : type.recordComponents()) {
            // Of the annotations of a component, Jackson's are on the field alone.
            FieldInfo field = type.field(component.name());
            AnnotationInstance named = field.annotation(NAMED);
            if (field.hasAnnotation(UNWRAPPED)) {
                fields.putAll(fields(index.getClassByName(component.type().name())));
            } else {
                fields.put(
                        named == null ? component.name() : named.value().asString(),
                        meanings.getOrDefault(component.name(), ""));
            }
        }
        return fields;
    }

    private static ClassJavadoc javadoc(ClassInfo type) {
        return RuntimeJavadoc.getJavadoc(
                type.name().toString(), Thread.currentThread().getContextClassLoader());
    }

    private static String schemaName(ClassInfo each) {
        AnnotationInstance named = each.declaredAnnotation(SCHEMA);
        return named != null && named.value("name") != null
                ? named.value("name").asString()
                : each.simpleName();
    }

    private static String text(Comment comment) {
        StringBuilder text = new StringBuilder();
        comment.visit(new Markdown(text));
        String line = text.toString().strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? line : line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1);
    }

    /** Writes Javadoc as Markdown, which OpenAPI's descriptions are. */
    private record Markdown(StringBuilder text) implements CommentVisitor {
        @Override
        public void commentText(String words) {
            text.append(words.replaceAll("</?p>", " "));
        }

        @Override
        public void inlineLink(Link link) {
            text.append(link.getLabel());
        }

        @Override
        public void inlineTag(String name, String words) {
            text.append('`').append(words).append('`');
        }

        @Override
        public void inlineValue(Value value) {
            text.append(value.getReferencedMemberName());
        }
    }
}
